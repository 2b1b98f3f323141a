using SkiaSharp;

namespace Sim.Plots;

/// <summary>A colour and a pattern for one kind of thing.</summary>
internal readonly record struct HatchedFill(SKColor Colour, Hatch Hatch)
{
    private const float StepPoints = 3.2f;

    /// <summary>Fills a rectangle; stripes are lines that end at its edges, so that they stay sharp in every format.</summary>
    public void Draw(Ink ink, SKRect rect)
    {
        ink.Fill(rect, Colour);
        if (Hatch == Hatch.Plain || rect.Width <= 0) { return; }
        SKColor colour = Hatch == Hatch.Striped ? SKColors.White : FigureStyle.Grey;
        float width = Hatch == Hatch.Striped ? 1.1f : 0.4f;
        // Stripes lie on lines x + y = constant of the whole figure; each is cut where it meets the rectangle.
        for (float sum = rect.Left + rect.Top + StepPoints; sum < rect.Right + rect.Bottom; sum += StepPoints)
        {
            float left = Math.Max(rect.Left, sum - rect.Bottom);
            float right = Math.Min(rect.Right, sum - rect.Top);
            ink.Line(left, sum - left, right, sum - right, colour, width);
            if (Hatch == Hatch.Crossed) { ink.Line(left, Mirror(sum - left), right, Mirror(sum - right), colour, width); }
        }
        ink.Outline(rect, Colour, 0.5f);

        float Mirror(float y) => rect.Top + rect.Bottom - y;
    }
}
