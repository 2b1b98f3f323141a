using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The distribution of latency as its complement: the share of operations that took longer, down to the last one.</summary>
/// <remarks>
/// A cumulative curve hides the tail that people ask about in its last hundredth. On a logarithmic axis of the complement
/// every decade is one nine: 10 % is the 90th percentile, 1 % the 99th. The curve ends at the slowest operation, at the
/// share 1/N.
/// </remarks>
internal sealed class LatencyPlot(LatencyResult latency, FigureWidth width)
{
    private const float HeightPoints = 150;
    private const float LeftPoints = 44;
    private const float RightPoints = 8;
    private const float LabelOffset = 3;

    private readonly float _width = FigureStyle.WidthPoints(width);
    private readonly LatencyBucket[] _buckets = [.. latency.Histogram.Where(b => b.Count > 0 && b.ToNs > 0)];

    private float DataWidth => _width - LeftPoints - RightPoints;

    /// <summary>Makes the figure.</summary>
    public Figure ToFigure(string caption) => Figure.ForPaper(width, HeightPoints, caption, Draw);

    private void Draw(SKCanvas canvas)
    {
        using Plot plot = FigureStyle.NewPlot();
        plot.Layout.Fixed(new PixelRect(LeftPoints, _width - RightPoints, HeightPoints - 27, 6));
        plot.Axes.Bottom.Label.Text = "latency of an operation (ns)";
        plot.Axes.Left.Label.Text = "operations that took longer";
        plot.Grid.MinorLineWidth = 0;
        if (_buckets.Length == 0) { DrawNothing(plot); }
        else { DrawCurve(plot); }
        FigureStyle.Render(plot, canvas, _width, HeightPoints);
        if (_buckets.Length == 0)
        {
            new Ink(canvas).Text("no operation was measured", LeftPoints + (DataWidth / 2), HeightPoints / 2, FigureStyle.LabelPoints, FigureStyle.Grey, side: TextSide.Middle);
        }
    }

    private static void DrawNothing(Plot plot)
    {
        plot.Axes.Bottom.TickGenerator = new EmptyTickGenerator();
        plot.Axes.Left.TickGenerator = new EmptyTickGenerator();
        plot.Axes.SetLimits(0, 1, 0, 1);
    }

    private void DrawCurve(Plot plot)
    {
        long total = _buckets.Sum(b => b.Count);
        double bottom = Math.Min(-1, -Math.Log10(total)) - 0.45;
        double slowest = Log(Math.Max(latency.MaxNs, _buckets[^1].FromNs));
        double left = Log(_buckets[0].FromNs > 0 ? _buckets[0].FromNs : _buckets[0].ToNs / 2) - 0.05;
        double right = slowest + 0.05;
        if (right - left < 1) { (left, right) = (((left + right) / 2) - 0.5, ((left + right) / 2) + 0.5); }

        Percentile[] percentiles = [.. Percentiles(total)];
        // Labels stand at the right of their marks; the axis grows until all of them have room.
        right = Math.Max(right, percentiles.Where(p => !p.IsMaximum).Select(p => RoomFor(p, left)).DefaultIfEmpty(right).Max());

        Scatter line = plot.Add.Scatter(Curve(total, left, slowest), Color.FromSKColor(FigureStyle.Blue));
        line.LineWidth = 1.2f;
        line.MarkerSize = 0;
        foreach (Percentile percentile in percentiles) { Mark(plot, percentile); }

        plot.Axes.Bottom.TickGenerator = new NumericManual(LogTicks.Latency(left, right));
        plot.Axes.Left.TickGenerator = new NumericManual(LogTicks.Shares(bottom));
        plot.Axes.SetLimits(left, right, bottom, 0.12);
    }

    private List<Coordinates> Curve(long total, double left, double slowest)
    {
        List<Coordinates> curve = [new(left, 0)];
        long longer = total;
        foreach (LatencyBucket bucket in _buckets)
        {
            curve.Add(new(Math.Max(left, Log(bucket.FromNs)), Math.Log10((double)longer / total)));
            longer -= bucket.Count;
            curve.Add(new(Math.Min(slowest, Log(bucket.ToNs)), Math.Log10(Math.Max(1.0, longer) / total)));
        }
        return curve;
    }

    private IEnumerable<Percentile> Percentiles(long total)
    {
        Percentile[] all =
        [
            new("p50", latency.P50Ns, 0.5, MarkerShape.FilledCircle),
            new("p90", latency.P90Ns, 0.1, MarkerShape.FilledSquare),
            new("p99", latency.P99Ns, 0.01, MarkerShape.FilledTriangleUp),
            new("p99.9", latency.P999Ns, 0.001, MarkerShape.FilledDiamond),
            new("max", latency.MaxNs, 1.0 / total, MarkerShape.Eks) { IsMaximum = true },
        ];
        // A percentile at or beyond the slowest operation says nothing that the maximum does not say.
        return all.Where(p => p.LatencyNs > 0 && (p.IsMaximum || p.ShareLonger * total > 1));
    }

    private double RoomFor(Percentile percentile, double left)
    {
        double label = TextFit.Width(percentile.Text, FigureStyle.TickPoints) + (2 * LabelOffset);
        return left + ((Log(percentile.LatencyNs) - left) * DataWidth / (DataWidth - label));
    }

    private static void Mark(Plot plot, Percentile percentile)
    {
        Coordinates at = new(Log(percentile.LatencyNs), Math.Log10(percentile.ShareLonger));
        plot.Add.Marker(at, percentile.Shape, 4.5f, Color.FromSKColor(FigureStyle.Vermillion));
        // The curve falls: the places above at the right and below at the left of a mark are free.
        Text text = plot.Add.Text(percentile.Text, at);
        text.LabelFontSize = FigureStyle.TickPoints;
        text.LabelFontColor = Colors.Black;
        text.LabelStyle.SubpixelText = true;
        text.LabelAlignment = percentile.IsMaximum ? Alignment.UpperRight : Alignment.LowerLeft;
        text.OffsetX = percentile.IsMaximum ? -LabelOffset : LabelOffset;
        text.OffsetY = percentile.IsMaximum ? 0.5f : -0.5f;
    }

    // Shorter than a picosecond is nothing that a machine does; it only keeps the logarithm finite.
    private static double Log(double ns) => Math.Log10(Math.Max(ns, 1e-3));

    private sealed record Percentile(string Name, double LatencyNs, double ShareLonger, MarkerShape Shape)
    {
        public bool IsMaximum { get; init; }

        public string Text => $"{Name}: {Numbers.Duration(LatencyNs)}";
    }
}
