using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>The findings of the linear-time checkers as text.</summary>
internal static class TraceCheckText
{
    /// <summary>Writes the whole report.</summary>
    public static void Write(TraceCheckResult result, TextWriter writer)
    {
        writer.WriteLine(result.Findings.Count == 0
            ? $"CLEAN {result.Trace}: {Quantity.Of(result.Events, "event")}"
            : $"FINDINGS {result.Trace}: {Quantity.Of(result.Errors, "error")}, {Quantity.Of(result.Warnings, "warning")}, {Quantity.Of(result.Events, "event")}");
        if (result.Findings.Count == 0) { return; }
        ReportTable table = new ReportTable().Text("finding").Text("site").Number("count").Number("first at event").Text("where");
        foreach (TraceFinding finding in result.Findings)
        {
            string where = finding.Detail.Length == 0 ? finding.Place : $"{finding.Place} ({finding.Detail})";
            table.Row((finding.IsError ? "error: " : "warning: ") + finding.Kind, finding.Site, Quantity.Count(finding.Count), Quantity.Count(finding.FirstEvent), where);
        }
        table.WriteTo(writer);
    }
}
