using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>Horizontal bars from the top down, with names at the left and values at their ends.</summary>
/// <param name="width">Width on paper.</param>
/// <param name="axisTitle">Title of the value axis, with its unit.</param>
/// <param name="bars">The bars, first on top.</param>
/// <param name="legend">What fills and marks mean; may be empty.</param>
/// <param name="whenEmpty">What to write where there is no bar.</param>
internal sealed class BarChart(FigureWidth width, string axisTitle, IReadOnlyList<Bar> bars, IReadOnlyList<LegendEntry> legend, string whenEmpty)
{
    private const float RowPoints = 13;
    private const float BarPoints = 8.5f;
    private const float LegendRowPoints = 12;
    private const float AxisPoints = 27;
    private const float GapPoints = 4;
    private const float MarkPoints = 9;
    private const float EdgePoints = 2;
    private const float TickPitchPoints = 30;
    private const double Headroom = 1.03;

    private readonly float _width = FigureStyle.WidthPoints(width);
    private readonly bool _hasMarks = bars.Any(b => b.IsMarked is not null);
    private readonly double _largest = bars.Count == 0 ? 0 : bars.Max(b => b.Value);

    /// <summary>Lays the chart out and makes the figure of it.</summary>
    public Figure ToFigure(string caption)
    {
        float legendHeight = PlaceLegend(null);
        float height = legendHeight + (Math.Max(bars.Count, 2) * RowPoints) + AxisPoints + GapPoints;
        return Figure.ForPaper(width, height, caption, canvas => Draw(canvas, legendHeight, height));
    }

    private void Draw(SKCanvas canvas, float legendHeight, float height)
    {
        Ink ink = new(canvas);
        float markWidth = _hasMarks ? MarkPoints : 0;
        float nameWidth = Math.Min(bars.Select(LabelWidth).DefaultIfEmpty(0).Max(), _width * 0.55f) + EdgePoints;
        SKRect data = new(nameWidth + markWidth + GapPoints, legendHeight + GapPoints, 0, height - AxisPoints);
        data.Right = data.Left + AxisWidth(_width - data.Left - GapPoints);

        using Plot plot = FigureStyle.NewPlot();
        plot.Layout.Fixed(new PixelRect(data.Left, data.Right, data.Bottom, data.Top));
        plot.Axes.Left.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Bottom.TickGenerator = new NumericManual(LinearTicks.FromZero(_largest > 0 ? _largest * Headroom : 1, (int)(data.Width / TickPitchPoints)));
        plot.Axes.Bottom.Label.Text = axisTitle;
        plot.Axes.SetLimits(0, _largest > 0 ? _largest * Headroom : 1, -Math.Max(1, bars.Count), 0);
        plot.Grid.YAxisStyle.IsVisible = false;
        if (bars.Count > 0) { plot.Add.Plottable(new BarRows(bars, BarPoints)); }
        FigureStyle.Render(plot, canvas, _width, height);

        for (int i = 0; i < bars.Count; i++)
        {
            DrawRow(ink, bars[i], data, data.Top + ((i + 0.5f) * data.Height / bars.Count), nameWidth);
        }
        if (bars.Count == 0) { ink.Text(whenEmpty, data.MidX, data.MidY, FigureStyle.LabelPoints, FigureStyle.Grey, side: TextSide.Middle); }
        PlaceLegend(ink);
    }

    /// <summary>The widest axis that leaves room for the value at the end of every bar.</summary>
    private float AxisWidth(float available)
    {
        float width = available - GapPoints;
        foreach (Bar bar in bars.Where(b => b.Value > 0))
        {
            float room = available - GapPoints - TextFit.Width(bar.ValueText, FigureStyle.TickPoints);
            width = Math.Min(width, room * (float)(_largest * Headroom / bar.Value));
        }
        return Math.Max(width, GapPoints);
    }

    private void DrawRow(Ink ink, Bar bar, SKRect data, float middle, float nameWidth)
    {
        float baseline = middle + (FigureStyle.LabelPoints * 0.36f);
        float remarkWidth = bar.Remark.Length == 0 ? 0 : TextFit.Width(bar.Remark, FigureStyle.TickPoints) + GapPoints;
        string name = TextFit.Clip(bar.Name, FigureStyle.LabelPoints, nameWidth - remarkWidth - EdgePoints);
        ink.Text(name, nameWidth - remarkWidth, baseline, FigureStyle.LabelPoints, FigureStyle.Black, side: TextSide.Right);
        ink.Text(bar.Remark, nameWidth, baseline, FigureStyle.TickPoints, FigureStyle.Grey, side: TextSide.Right);
        if (bar.IsMarked is bool isMarked) { DrawMark(ink, nameWidth + (MarkPoints / 2) + 1.5f, middle, isMarked); }

        float length = _largest > 0 ? (float)(bar.Value / (_largest * Headroom) * data.Width) : 0;
        ink.Text(bar.ValueText, data.Left + length + GapPoints, baseline, FigureStyle.TickPoints, FigureStyle.Black);
    }

    /// <summary>Writes the legend in rows from the top, or only measures it where there is no ink; gives its height.</summary>
    private float PlaceLegend(Ink? ink)
    {
        const float Swatch = 12;
        float x = EdgePoints;
        float middle = LegendRowPoints / 2;
        foreach (LegendEntry entry in legend)
        {
            float needed = Swatch + GapPoints + TextFit.Width(entry.Text, FigureStyle.TickPoints);
            if (x > EdgePoints && x + needed > _width) { (x, middle) = (EdgePoints, middle + LegendRowPoints); }
            if (ink is not null)
            {
                if (entry.Fill is HatchedFill fill) { fill.Draw(ink, SKRect.Create(x, middle - 3.5f, Swatch, 7)); }
                else { DrawMark(ink, x + (Swatch / 2), middle, entry.IsMarked); }
                ink.Text(entry.Text, x + Swatch + (GapPoints / 2) + 1, middle + 2.5f, FigureStyle.TickPoints, FigureStyle.Black);
            }
            x += needed + (3 * GapPoints);
        }
        return legend.Count == 0 ? 0 : middle + (LegendRowPoints / 2);
    }

    private static void DrawMark(Ink ink, float x, float y, bool isMarked) => ink.Disc(x, y, 2.4f, FigureStyle.Black, isMarked, 0.7f);

    private static float LabelWidth(Bar bar) =>
        TextFit.Width(bar.Name, FigureStyle.LabelPoints) +
        (bar.Remark.Length == 0 ? 0 : TextFit.Width(bar.Remark, FigureStyle.TickPoints) + GapPoints);
}
