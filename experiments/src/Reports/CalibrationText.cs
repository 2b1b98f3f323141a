using System.Globalization;
using Sim.Experiments.Output;
using Sim.Simulator.Calibration;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>The text of a calibration check.</summary>
internal static class CalibrationText
{
    /// <summary>Writes the summary, the groups, every point, and what was skipped.</summary>
    public static void Write(IReadOnlyList<CheckedPoint> points, CalibrationResult result, TextWriter writer)
    {
        (int exactCount, double exact) = CalibrationReport.ExactAndDerived(points);
        (int hearsayCount, double hearsay) = CalibrationReport.Hearsay(points);
        writer.WriteLine($"mean error {Percent(result.MeanAbsolutePercentageError)}, median {Percent(result.MedianAbsolutePercentageError)}: "
            + $"{result.Points - hearsayCount} points, {result.Skipped} skipped");
        writer.WriteLine($"exact and derived points: {exactCount}, mean error {Percent(exact)}; "
            + $"mean over metrics {Percent(CalibrationReport.MeanOverMetrics(points))}; within tolerance {Percent(100 * CalibrationReport.WithinTolerance(points))}");
        if (hearsayCount > 0) { writer.WriteLine($"apart, recalled, second-hand or read in a text: {hearsayCount} points, mean error {Percent(hearsay)}"); }
        WriteGroups(result, writer);
        WritePoints(points, writer);
        WriteSkipped(points, writer);
    }

    private static void WriteGroups(CalibrationResult result, TextWriter writer)
    {
        ReportTable table = new ReportTable().Text("group").Number("points").Number("mean error");
        foreach (CalibrationGroup group in result.Groups) { table.Row(group.Name, Number(group.Points), Percent(group.Error)); }
        table.WriteTo(writer);
    }

    private static void WritePoints(IReadOnlyList<CheckedPoint> points, TextWriter writer)
    {
        ReportTable table = new ReportTable().Name("point").Text("parameters").Number("published").Number("simulated").Name("unit").Number("error");
        foreach (CheckedPoint point in points.Where(point => point.Simulated is not null))
        {
            table.Row(point.Point.Id, point.Point.Parameters.ToString(), Number(point.Point.Value), Number(point.Simulated!.Value), point.Point.Unit, Percent(100 * point.Error));
        }
        table.WriteTo(writer);
    }

    private static void WriteSkipped(IReadOnlyList<CheckedPoint> points, TextWriter writer)
    {
        List<IGrouping<(string Metric, string Skipped), CheckedPoint>> reasons = points.Where(point => point.Simulated is null)
            .GroupBy(point => (point.Point.Metric, point.Skipped)).ToList();
        if (reasons.Count == 0) { return; }
        ReportTable table = new ReportTable().Name("skipped").Number("points").Text("because");
        foreach (IGrouping<(string Metric, string Skipped), CheckedPoint> reason in reasons) { table.Row(reason.Key.Metric, Number(reason.Count()), reason.Key.Skipped); }
        table.WriteTo(writer);
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 10_000 ? "0" : "G4", CultureInfo.InvariantCulture);

    private static string Percent(double percent) => $"{percent.ToString("0.0", CultureInfo.InvariantCulture)} %";
}
