using ScottPlot;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The bars of a <see cref="BarChart"/> inside the axes: row 0 lies at the top, between y = 0 and y = -1.</summary>
internal sealed class BarRows(IReadOnlyList<Bar> bars, float barPoints) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(0, bars.Max(b => b.Value), -bars.Count, 0);

    public void Render(RenderPack rp)
    {
        Ink ink = new(rp.Canvas);
        for (int i = 0; i < bars.Count; i++)
        {
            SKRect rect = new(Axes.GetPixelX(0), 0, Axes.GetPixelX(bars[i].Value), barPoints);
            rect.Offset(0, Axes.GetPixelY(-i - 0.5) - (barPoints / 2));
            bars[i].Fill.Draw(ink, rect);
        }
    }
}
