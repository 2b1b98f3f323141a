using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>Figures of a calibration: published points over the simulated line.</summary>
public static class CalibrationFigures
{
    private const float HeightPoints = 150;
    private const float LeftPoints = 48;
    private const float RightPoints = 8;

    /// <summary>From this ratio of its ends on, an axis is logarithmic.</summary>
    private const double LogarithmicFrom = 30;

    /// <summary>One curve.</summary>
    /// <param name="curve">The published and simulated points.</param>
    /// <param name="width">Width on paper.</param>
    public static Figure Curve(CalibrationCurve curve, FigureWidth width = FigureWidth.Column)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return Figure.ForPaper(width, HeightPoints, $"{curve.Name}: published points and simulated line of {curve.Metric} by {curve.Axis}.", canvas =>
        {
            using Plot plot = FigureStyle.NewPlot();
            float widthPoints = FigureStyle.WidthPoints(width);
            plot.Layout.Fixed(new PixelRect(LeftPoints, widthPoints - RightPoints, HeightPoints - 27, 6));
            Draw(plot, curve);
            FigureStyle.Render(plot, canvas, widthPoints, HeightPoints);
        });
    }

    private static void Draw(Plot plot, CalibrationCurve curve)
    {
        bool isLogX = IsLogarithmic(curve.Published.Select(point => point.X));
        bool isLogY = IsLogarithmic(curve.Published.Concat(curve.Simulated).Select(point => point.Y));
        Scatter line = plot.Add.Scatter(Place(curve.Simulated), Color.FromSKColor(FigureStyle.Blue));
        line.LineWidth = 1.2f;
        line.MarkerSize = 0;
        line.LegendText = "simulated";
        Scatter points = plot.Add.Scatter(Place(curve.Published), Color.FromSKColor(FigureStyle.Vermillion));
        points.LineWidth = 0;
        points.MarkerSize = 4.5f;
        points.MarkerShape = MarkerShape.OpenCircle;
        points.LegendText = "published";
        plot.ShowLegend(Alignment.LowerRight);
        plot.Legend.FontSize = FigureStyle.TickPoints;
        plot.Axes.Bottom.Label.Text = curve.Axis;
        plot.Axes.Left.Label.Text = curve.Metric;
        (double left, double right) = Ends(curve.Published.Select(point => point.X), isLogX);
        (double bottom, double top) = Ends(curve.Published.Concat(curve.Simulated).Select(point => point.Y), isLogY);
        plot.Axes.SetLimits(left, right, bottom, top);
        if (isLogX) { plot.Axes.Bottom.TickGenerator = new NumericManual(LogTicks.Latency(left, right)); }
        if (isLogY) { plot.Axes.Left.TickGenerator = new NumericManual(LogTicks.Latency(bottom, top)); }
        else { plot.Axes.Left.TickGenerator = new NumericManual(LinearTicks.FromZero(top, 5)); }

        Coordinates[] Place(IEnumerable<CurvePoint> some) => [.. some.Select(point => new Coordinates(
            isLogX ? Math.Log10(Math.Max(point.X, 1e-9)) : point.X, isLogY ? Math.Log10(Math.Max(point.Y, 1e-9)) : point.Y))];
    }

    private static bool IsLogarithmic(IEnumerable<double> values) => values.Min() > 0 && values.Max() / values.Min() > LogarithmicFrom;

    private static (double From, double To) Ends(IEnumerable<double> values, bool isLogarithmic)
    {
        if (!isLogarithmic) { return (0, Math.Max(values.Max() * 1.08, 1e-9)); }
        return (Math.Log10(values.Min()) - 0.05, Math.Log10(values.Max()) + 0.05);
    }
}
