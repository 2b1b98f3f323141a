using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sim.Plots;

/// <summary>Makes of Skia's SVG one that looks the same everywhere: sizes with units, a title, the font inside.</summary>
internal static partial class SvgDocument
{
    /// <summary>The <c>svg</c> element, without an XML declaration.</summary>
    /// <param name="skia">What Skia wrote.</param>
    /// <param name="width">Width in the drawing's own units.</param>
    /// <param name="height">Height in the drawing's own units.</param>
    /// <param name="pointsPerUnit">The size of such a unit on paper.</param>
    /// <param name="caption">The title for screen readers.</param>
    public static string Compose(string skia, float width, float height, float pointsPerUnit, string caption)
    {
        int body = skia.IndexOf('>', skia.IndexOf("<svg", StringComparison.Ordinal)) + 1;
        string drawing = Rename(Coordinates().Replace(skia[body..], Shorten))
            .Replace($"font-family=\"{FigureFont.Family}\"", $"font-family=\"{FigureFont.FamilyWithFallbacks}\"", StringComparison.Ordinal);
        string style = FontFace(bold: false, drawing) + FontFace(bold: true, drawing);
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" role=\"img\" " +
            $"width=\"{width * pointsPerUnit:0.###}pt\" height=\"{height * pointsPerUnit:0.###}pt\" " +
            $"viewBox=\"0 0 {width:0.###} {height:0.###}\">\n<title>{Escape(caption)}</title>\n<style>{style}</style>") +
            drawing.TrimEnd() + "\n";
    }

    private static string FontFace(bool bold, string drawing)
    {
        // Skia writes the weight only where it is not the usual one, and our only other face is the bold one.
        int bolds = Occurrences(drawing, "font-weight=");
        bool isUsed = bold ? bolds > 0 : Occurrences(drawing, "<text") > bolds;
        return isUsed
            ? $"@font-face{{font-family:{FigureFont.Family};font-weight:{(bold ? 700 : 400)};" +
                $"src:url(data:font/ttf;base64,{Convert.ToBase64String(FigureFont.File(bold))})}}"
            : "";
    }

    private static int Occurrences(string text, string part)
    {
        int count = 0;
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal)) { count++; }
        return count;
    }

    /// <summary>Skia ends its lists with a comma, which is not allowed, and writes digits that nobody sees.</summary>
    private static string Shorten(Match attribute) =>
        LongDecimals().Replace(attribute.Value, number =>
            double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture))
        .Replace(", \"", "\"", StringComparison.Ordinal);

    /// <summary>
    /// Skia numbers its identifiers through the life of the process. Here they depend on the drawing only: the same drawing
    /// has the same bytes, and two drawings on one page do not share a name.
    /// </summary>
    private static string Rename(string drawing)
    {
        List<string> names = [];
        string numbered = Identifiers().Replace(drawing, m => m.Groups["before"].Value + Number(m.Groups["name"].Value));
        string mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(numbered)))[..8];
        return Identifiers().Replace(numbered, m => $"{m.Groups["before"].Value}{m.Groups["name"].Value}_{mark}");

        string Number(string name)
        {
            if (!names.Contains(name)) { names.Add(name); }
            return string.Create(CultureInfo.InvariantCulture, $"part_{names.IndexOf(name)}");
        }
    }

    private static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex(" [xyd]=\"[^\"]*\"")]
    private static partial Regex Coordinates();

    [GeneratedRegex("(?<before> id=\"|url\\(#|href=\"#)(?<name>[A-Za-z]+_[0-9a-f]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Identifiers();

    [GeneratedRegex("[0-9]+\\.[0-9]{3,}")]
    private static partial Regex LongDecimals();
}
