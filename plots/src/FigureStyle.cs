using ScottPlot;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>How every figure looks: sizes, colours, lines and letters, decided once.</summary>
/// <remarks>
/// Colours are those of Okabe and Ito, "Color Universal Design" (2008), which people of all common kinds of colour vision
/// tell apart. Nothing is told by colour alone: a hatch, a marker or a word says the same in grey print.
/// </remarks>
public static class FigureStyle
{
    /// <summary>Width of a column of a two-column page, in millimetres.</summary>
    public const float ColumnWidthMm = 84;

    /// <summary>Width of the text of a page, in millimetres.</summary>
    public const float PageWidthMm = 178;

    /// <summary>Resolution of PNG files made for paper, in dots per inch.</summary>
    public const float PrintDotsPerInch = 300;

    /// <summary>Size of axis titles and labels in points, as it stands on paper.</summary>
    internal const float LabelPoints = 7.5f;

    /// <summary>Size of tick labels and remarks in points.</summary>
    internal const float TickPoints = 7;

    internal static readonly SKColor Black = new(0x00, 0x00, 0x00);
    internal static readonly SKColor Orange = new(0xE6, 0x9F, 0x00);
    internal static readonly SKColor SkyBlue = new(0x56, 0xB4, 0xE9);
    internal static readonly SKColor Green = new(0x00, 0x9E, 0x73);
    internal static readonly SKColor Yellow = new(0xF0, 0xE4, 0x42);
    internal static readonly SKColor Blue = new(0x00, 0x72, 0xB2);
    internal static readonly SKColor Vermillion = new(0xD5, 0x5E, 0x00);
    internal static readonly SKColor Purple = new(0xCC, 0x79, 0xA7);
    internal static readonly SKColor Grey = new(0x6B, 0x6B, 0x6B);
    internal static readonly SKColor LightGrey = new(0xD9, 0xD9, 0xD9);
    internal static readonly SKColor Grid = new(0xE9, 0xE9, 0xE9);

    /// <summary>The width of a figure in points of 1/72 inch.</summary>
    internal static float WidthPoints(FigureWidth width) => (width == FigureWidth.Page ? PageWidthMm : ColumnWidthMm) / 25.4f * 72;

    /// <summary>An empty plot in this style, with axes at the left and the bottom only.</summary>
    internal static Plot NewPlot()
    {
        FigureFont.EnsureRegistered();
        Plot plot = new();
        // Clearing fills an SVG with black; the figure's background covers everything anyway.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        Apply(plot.Axes.Bottom);
        Apply(plot.Axes.Left);
        plot.Grid.MajorLineColor = Color.FromSKColor(Grid);
        plot.Grid.MajorLineWidth = 0.5f;
        plot.HideLegend();
        return plot;
    }

    /// <summary>Draws a plot, once.</summary>
    internal static void Render(Plot plot, SKCanvas canvas, float width, float height)
    {
        PixelRect whole = new(0, width, height, 0);
        // ScottPlot draws a plot twice the first time, to settle its layout; in a vector format both drawings would stay.
        using SKNoDrawCanvas nowhere = new((int)width, (int)height);
        plot.Render(nowhere, whole);
        plot.Render(canvas, whole);
    }

    private static void Apply(IAxis axis)
    {
        axis.Label.FontSize = LabelPoints;
        axis.Label.Bold = false;
        axis.Label.SubpixelText = true;
        axis.TickLabelStyle.FontSize = TickPoints;
        axis.TickLabelStyle.SubpixelText = true;
        axis.FrameLineStyle.Width = 0.6f;
        axis.MajorTickStyle.Width = 0.6f;
        axis.MajorTickStyle.Length = 2.5f;
        axis.MinorTickStyle.Width = 0.4f;
        axis.MinorTickStyle.Length = 1.5f;
    }
}
