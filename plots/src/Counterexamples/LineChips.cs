using System.Globalization;
using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>A coloured chip with the number of a cache line, the same wherever the picture names that line.</summary>
/// <remarks>Lines that the memory table shows have a colour; others are grey, because the crash could not matter to them.</remarks>
internal sealed class LineChips(IReadOnlyList<CrashedLine> lines)
{
    /// <summary>The width that a chip and the space behind it take.</summary>
    public const float Width = 31;

    private static readonly (SKColor Fill, SKColor Text)[] Palette =
    [
        (FigureStyle.SkyBlue, SKColors.Black),
        (FigureStyle.Orange, SKColors.Black),
        (FigureStyle.Green, SKColors.White),
        (FigureStyle.Purple, SKColors.Black),
        (FigureStyle.Yellow, SKColors.Black),
        (FigureStyle.Blue, SKColors.White),
    ];

    private readonly int[] _lines = [.. lines.Select(l => l.Line)];

    /// <summary>Draws the chip of a line; nothing for a step that concerns no line.</summary>
    public void Draw(Ink ink, int line, float x, float middle)
    {
        if (line < 0) { return; }
        int index = Array.IndexOf(_lines, line);
        (SKColor fill, SKColor text) = index < 0 ? (FigureStyle.LightGrey, SKColors.Black) : Palette[index % Palette.Length];
        ink.Fill(SKRect.Create(x, middle - 6.5f, Width - 5, 13), fill, 2.5f);
        string name = "L" + line.ToString(CultureInfo.InvariantCulture);
        ink.Text(TextFit.Clip(name, 10, Width - 6), x + ((Width - 5) / 2), middle + 3.6f, 10, text, side: TextSide.Middle);
    }
}
