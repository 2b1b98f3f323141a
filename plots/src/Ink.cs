using SkiaSharp;

namespace Sim.Plots;

/// <summary>Draws text, boxes and lines on a canvas with our font; only what bitmap, SVG and PDF all render alike.</summary>
/// <remarks>No dashes and no shaders: Skia's SVG canvas leaves path effects out and complains about them on standard error.</remarks>
internal sealed class Ink(SKCanvas canvas)
{
    /// <summary>The canvas itself, for shapes that only one figure needs.</summary>
    public SKCanvas Canvas { get; } = canvas;

    /// <summary>Writes one line of text; <paramref name="y"/> is its baseline.</summary>
    public void Text(string text, float x, float y, float size, SKColor colour, bool bold = false, TextSide side = TextSide.Left)
    {
        using SKFont font = TextFit.Font(size, bold);
        using SKPaint paint = Filled(colour);
        float width = side == TextSide.Left ? 0 : font.MeasureText(text);
        float left = side switch { TextSide.Middle => x - (width / 2), TextSide.Right => x - width, _ => x };
        Canvas.DrawText(text, left, y, SKTextAlign.Left, font, paint);
    }

    /// <summary>Fills a rectangle with round corners.</summary>
    public void Fill(SKRect rect, SKColor colour, float radius = 0)
    {
        using SKPaint paint = Filled(colour);
        Rect(rect, radius, paint);
    }

    /// <summary>Draws the outline of a rectangle with round corners.</summary>
    public void Outline(SKRect rect, SKColor colour, float width, float radius = 0)
    {
        using SKPaint paint = Stroked(colour, width);
        Rect(rect, radius, paint);
    }

    /// <summary>Draws a straight line.</summary>
    public void Line(float x0, float y0, float x1, float y1, SKColor colour, float width)
    {
        using SKPaint paint = Stroked(colour, width);
        Canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    /// <summary>Draws a filled disc, or a white one with a rim.</summary>
    public void Disc(float x, float y, float radius, SKColor colour, bool isFilled, float rimWidth = 1)
    {
        Circle(x, y, radius, Filled(isFilled ? colour : SKColors.White));
        if (!isFilled) { Circle(x, y, radius - (rimWidth / 2), Stroked(colour, rimWidth)); }
    }

    /// <summary>Fills a polygon given by its corners.</summary>
    public void Polygon(SKColor colour, params ReadOnlySpan<SKPoint> corners)
    {
        using SKPath path = new();
        path.AddPoly(corners.ToArray(), close: true);
        using SKPaint paint = Filled(colour);
        Canvas.DrawPath(path, paint);
    }

    /// <summary>Writes a word in a filled box with round ends, and gives the box's width.</summary>
    public float Pill(string text, float left, float middleY, float size, SKColor fill, SKColor colour)
    {
        float width = PillWidth(text, size);
        Fill(SKRect.Create(left, middleY - (size * 0.72f), width, size * 1.44f), fill, size * 0.36f);
        Text(text, left + (width / 2), middleY + (size * 0.36f), size, colour, bold: true, TextSide.Middle);
        return width;
    }

    /// <summary>The width that <see cref="Pill"/> takes.</summary>
    public static float PillWidth(string text, float size) => TextFit.Width(text, size, bold: true) + (size * 0.9f);

    /// <summary>Rounds corners with one quadratic curve each: Skia's own take sixteen each in SVG.</summary>
    private void Rect(SKRect rect, float radius, SKPaint paint)
    {
        if (radius <= 0)
        {
            Canvas.DrawRect(rect, paint);
            return;
        }
        using SKPath path = new();
        path.MoveTo(rect.Left + radius, rect.Top);
        path.LineTo(rect.Right - radius, rect.Top);
        path.QuadTo(rect.Right, rect.Top, rect.Right, rect.Top + radius);
        path.LineTo(rect.Right, rect.Bottom - radius);
        path.QuadTo(rect.Right, rect.Bottom, rect.Right - radius, rect.Bottom);
        path.LineTo(rect.Left + radius, rect.Bottom);
        path.QuadTo(rect.Left, rect.Bottom, rect.Left, rect.Bottom - radius);
        path.LineTo(rect.Left, rect.Top + radius);
        path.QuadTo(rect.Left, rect.Top, rect.Left + radius, rect.Top);
        path.Close();
        Canvas.DrawPath(path, paint);
    }

    private void Circle(float x, float y, float radius, SKPaint paint)
    {
        using (paint) { Canvas.DrawCircle(x, y, radius, paint); }
    }

    private static SKPaint Filled(SKColor colour) => new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Fill };

    private static SKPaint Stroked(SKColor colour, float width) =>
        new() { Color = colour, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width };
}
