using SkiaSharp;

namespace Sim.Plots;

/// <summary>Sizes and colours of the picture of a counterexample, in CSS pixels.</summary>
internal static class PictureStyle
{
    /// <summary>Width of the whole picture.</summary>
    public const float Width = 1120;

    /// <summary>White space around everything, and between the panels.</summary>
    public const float Margin = 24;

    /// <summary>Height of a row: a step, a word of memory.</summary>
    public const float Row = 21;

    /// <summary>Height of a panel's heading.</summary>
    public const float Heading = 24;

    /// <summary>Text that is read.</summary>
    public const float Body = 12;

    /// <summary>Text that is looked up.</summary>
    public const float Small = 10.5f;

    /// <summary>From the middle of a row down to the baseline of its text.</summary>
    public const float Baseline = 4.2f;

    /// <summary>The crash, and what it took; always said in words or by a stroke as well.</summary>
    public static readonly SKColor Red = new(0xC0, 0x00, 0x20);

    public static readonly SKColor PaleRed = new(0xFB, 0xE9, 0xEA);
    public static readonly SKColor PaleGreen = new(0xE3, 0xF4, 0xEE);
    public static readonly SKColor PaleBlue = new(0xF0, 0xF5, 0xFA);
    public static readonly SKColor Rule = new(0xCC, 0xCC, 0xCC);
    public static readonly SKColor Remark = new(0x66, 0x66, 0x66);
    public static readonly SKColor Ink = new(0x1A, 0x1A, 0x1A);

    /// <summary>Writes a panel's heading and a remark behind it.</summary>
    public static void Head(Ink ink, string heading, string remark, float x, float y, float width)
    {
        ink.Text(heading, x, y + 13, 14, Ink, bold: true);
        float remarkX = x + TextFit.Width(heading, 14, bold: true) + 10;
        ink.Text(TextFit.Clip(remark, Small, x + width - remarkX), remarkX, y + 13, Small, Remark);
    }
}
