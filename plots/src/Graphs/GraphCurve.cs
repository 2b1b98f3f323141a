using SkiaSharp;

namespace Sim.Plots;

/// <summary>Draws an edge of a layered graph: a smooth curve through its places, with a head at its end.</summary>
internal static class GraphCurve
{
    private const float HeadLength = 8;
    private const float HeadHalfWidth = 3.5f;

    /// <summary>Draws an edge.</summary>
    /// <param name="ink">Draws.</param>
    /// <param name="route">The places that it passes; only one for a loop.</param>
    /// <param name="boxes">The boxes of the nodes.</param>
    /// <param name="middle">The middle of a place.</param>
    /// <param name="text">What stands beside it; may be empty.</param>
    public static void Draw(Ink ink, IReadOnlyList<int> route, SKRect[] boxes, Func<int, SKPoint> middle, string text)
    {
        if (route.Count == 1)
        {
            DrawLoop(ink, boxes[route[0]], text);
            return;
        }
        bool isDown = middle(route[^1]).Y > middle(route[0]).Y;
        SKPoint[] points = [.. route.Select(middle)];
        points[0].Y = isDown ? boxes[route[0]].Bottom : boxes[route[0]].Top;
        points[^1].Y = isDown ? boxes[route[^1]].Top : boxes[route[^1]].Bottom;
        using SKPath path = new();
        path.MoveTo(points[0]);
        for (int i = 1; i < points.Length; i++)
        {
            float half = (points[i - 1].Y + points[i].Y) / 2;
            path.CubicTo(points[i - 1].X, half, points[i].X, half, points[i].X, points[i].Y);
        }
        Stroke(ink, path);
        float back = isDown ? -HeadLength : HeadLength;
        SKPoint end = points[^1];
        ink.Polygon(PictureStyle.Remark, end, new(end.X - HeadHalfWidth, end.Y + back), new(end.X + HeadHalfWidth, end.Y + back));
        int at = points.Length / 2;
        Label(ink, text, (points[at - 1].X + points[at].X) / 2, (points[at - 1].Y + points[at].Y) / 2);
    }

    private static void DrawLoop(Ink ink, SKRect box, string text)
    {
        using SKPath path = new();
        path.MoveTo(box.Right, box.MidY - 6);
        path.CubicTo(box.Right + 18, box.MidY - 10, box.Right + 18, box.MidY + 10, box.Right, box.MidY + 6);
        Stroke(ink, path);
        ink.Polygon(PictureStyle.Remark, new SKPoint(box.Right, box.MidY + 6), new(box.Right + 8, box.MidY + 3), new(box.Right + 8, box.MidY + 10));
        Label(ink, text, box.Right + 18, box.MidY - 10);
    }

    private static void Stroke(Ink ink, SKPath path)
    {
        using SKPaint paint = new() { Color = PictureStyle.Remark, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 1.1f };
        ink.Canvas.DrawPath(path, paint);
    }

    private static void Label(Ink ink, string text, float x, float y)
    {
        if (text.Length == 0) { return; }
        float width = TextFit.Width(text, PictureStyle.Small);
        ink.Fill(SKRect.Create(x - (width / 2) - 2, y - 8, width + 4, 14), SKColors.White.WithAlpha(220));
        ink.Text(text, x, y + 3, PictureStyle.Small, PictureStyle.Remark, side: TextSide.Middle);
    }
}
