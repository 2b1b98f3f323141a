using Sim.Simulator.Results;

namespace Sim.Simulator.Calibration;

/// <summary>Sums up checked points.</summary>
public static class CalibrationReport
{
    /// <summary>The result record.</summary>
    public static CalibrationResult Summarise(IReadOnlyList<CheckedPoint> points)
    {
        List<CheckedPoint> simulated = [.. points.Where(point => point.Simulated is not null)];
        List<double> errors = [.. simulated.Where(point => !point.Point.IsHearsay).Select(point => 100 * point.Error).Order()];
        return new CalibrationResult(simulated.Count, points.Count - simulated.Count,
            errors.Count == 0 ? 0 : errors.Average(), Median(errors),
            [.. simulated.GroupBy(GroupOf).Select(group => new CalibrationGroup(group.Key, group.Count(), 100 * group.Average(point => point.Error)))]);
    }

    /// <summary>The mean error in percent of the exact and derived points, and how many there are.</summary>
    public static (int Points, double Error) ExactAndDerived(IReadOnlyList<CheckedPoint> points) => MeanOf(points, point => point.Point.IsExactOrDerived);

    /// <summary>The mean error in percent of the points that are only recalled, second-hand or read in a text, and how many there are.</summary>
    public static (int Points, double Error) Hearsay(IReadOnlyList<CheckedPoint> points) => MeanOf(points, point => point.Point.IsHearsay);

    /// <summary>The share of the points that count whose error is within their tolerance.</summary>
    public static double WithinTolerance(IReadOnlyList<CheckedPoint> points)
    {
        List<CheckedPoint> counted = [.. points.Where(point => point.Simulated is not null && !point.Point.IsHearsay)];
        return counted.Count == 0 ? 0 : counted.Count(point => 100 * point.Error <= point.Point.TolerancePercent) / (double)counted.Count;
    }

    /// <summary>The mean over metrics of the mean over their curves and single points, in percent: large curves do not outweigh small ones.</summary>
    public static double MeanOverMetrics(IReadOnlyList<CheckedPoint> points)
    {
        List<double> metrics = [.. points.Where(point => point.Simulated is not null && !point.Point.IsHearsay)
            .GroupBy(point => point.Point.Metric)
            .Select(metric => metric.GroupBy(point => point.Point.Curve.Length > 0 ? point.Point.Curve : point.Point.Id)
                .Average(curve => curve.Average(point => 100 * point.Error)))];
        return metrics.Count == 0 ? 0 : metrics.Average();
    }

    /// <summary>Every curve of at least two places.</summary>
    public static IReadOnlyList<CalibrationCurve> Curves(IReadOnlyList<CheckedPoint> points) =>
    [
        .. points.Where(point => point.Simulated is not null && point.Point.Curve.Length > 0 && point.Point.X is not null)
            .GroupBy(point => point.Point.Curve)
            .Select(curve => curve.OrderBy(point => point.Point.X).ToList())
            .Where(curve => curve.Select(point => point.Point.X).Distinct().Count() > 1)
            .Select(curve => new CalibrationCurve(curve[0].Point.Curve, AxisOf(curve), $"{curve[0].Point.Metric.Replace('_', ' ')} ({curve[0].Point.Unit})",
                [.. curve.Select(point => new CurvePoint(point.Point.X!.Value, point.Point.Value))],
                [.. curve.Select(point => new CurvePoint(point.Point.X!.Value, point.Simulated!.Value))])),
    ];

    /// <summary>The name of a point's group.</summary>
    public static string GroupOf(CheckedPoint point)
    {
        string name = point.Point.Curve.Length > 0 ? point.Point.Curve : $"{point.Point.System}:{point.Point.Metric}";
        return point.Point.IsHearsay ? $"{name} ({point.Point.Quality})" : name;
    }

    private static (int Points, double Error) MeanOf(IReadOnlyList<CheckedPoint> points, Func<CheckedPoint, bool> isMeant)
    {
        List<CheckedPoint> meant = [.. points.Where(point => point.Simulated is not null && isMeant(point))];
        return (meant.Count, meant.Count == 0 ? 0 : 100 * meant.Average(point => point.Error));
    }

    private static double Median(List<double> sorted) => sorted.Count == 0 ? 0
        : sorted.Count % 2 == 1 ? sorted[sorted.Count / 2]
        : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    /// <summary>The parameter that the places of a curve are values of.</summary>
    private static string AxisOf(List<CheckedPoint> curve)
    {
        foreach (string part in curve[0].Point.Parameters.ToString().Split(';'))
        {
            string key = part.Split('=')[0];
            if (part.Contains('=', StringComparison.Ordinal) && curve.Select(point => point.Point.Parameters.Text(key, "")).Distinct().Count() > 1) { return key.Replace('_', ' '); }
        }
        return "place";
    }
}
