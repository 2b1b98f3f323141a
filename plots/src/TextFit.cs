using System.Text;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>Measures text in our font, and makes it fit.</summary>
internal static class TextFit
{
    private const string Ellipsis = "…";

    /// <summary>Our font at a size; widths scale exactly with the size, at any resolution.</summary>
    public static SKFont Font(float size, bool bold) =>
        new(FigureFont.Typeface(bold), size) { Subpixel = true, LinearMetrics = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    /// <summary>The advance width of a text.</summary>
    public static float Width(string text, float size, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The text, or as much of its beginning as fits, with an ellipsis.</summary>
    public static string Clip(string text, float size, float maxWidth, bool bold = false)
    {
        using SKFont font = Font(size, bold);
        if (font.MeasureText(text) <= maxWidth) { return text; }
        for (int length = text.Length - 1; length > 0; length--)
        {
            string clipped = text[..length].TrimEnd() + Ellipsis;
            if (font.MeasureText(clipped) <= maxWidth) { return clipped; }
        }
        return maxWidth > font.MeasureText(Ellipsis) ? Ellipsis : "";
    }

    /// <summary>The text in lines of at most a width, broken at spaces where there are any; at most so many lines.</summary>
    public static IReadOnlyList<string> Wrap(string text, float size, float maxWidth, bool bold = false, int maxLines = int.MaxValue)
    {
        List<string> lines = [];
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Width(longer, size, bold) > maxWidth)
            {
                lines.Add(line.ToString());
                longer = word;
            }
            line.Clear().Append(longer);
        }
        if (line.Length > 0) { lines.Add(line.ToString()); }
        if (lines.Count > maxLines)
        {
            lines[maxLines - 1] += " " + Ellipsis;
            lines.RemoveRange(maxLines, lines.Count - maxLines);
        }
        return [.. lines.Select(l => Clip(l, size, maxWidth, bold))];
    }
}
