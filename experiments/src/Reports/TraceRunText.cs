using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>What a trace costs, as text.</summary>
internal static class TraceRunText
{
    private const int SitesShown = 10;

    /// <summary>Writes the whole report.</summary>
    public static void Write(TraceRunResult result, TextWriter writer)
    {
        writer.WriteLine($"{result.Trace} on {result.Platform}: {Quantity.Duration(result.DurationNs)} of simulated time, "
            + $"{Quantity.Of(result.Events, "event")}, {Quantity.Of(result.Threads, "thread")}");
        if (result.Operations.Count > 0)
        {
            ReportTable operations = new ReportTable().Name("operation").Number("count").Number("cycles").Number("mean").Number("longest");
            foreach (TracedOperation operation in result.Operations)
            {
                operations.Row(operation.Name, Quantity.Count(operation.Count), Quantity.Count(operation.MeanCycles), Quantity.Duration(operation.MeanNs), Quantity.Duration(operation.MaxNs));
            }
            operations.WriteTo(writer);
        }
        ReportTable causes = new ReportTable().Name("cause").Number("cycles").Number("share");
        foreach (CauseCost cause in result.Causes.Where(cause => cause.Cycles > 0).OrderByDescending(cause => cause.Cycles))
        {
            causes.Row(cause.Cause, Quantity.Count(cause.Cycles), Quantity.Share(cause.Cycles, result.TotalCycles));
        }
        causes.WriteTo(writer);
        ReportTable sites = new ReportTable().Text($"site (dearest {SitesShown})").Number("executions").Number("cycles").Number("share");
        foreach (SiteCost site in result.Sites.Take(SitesShown))
        {
            sites.Row(site.Site, Quantity.Count(site.Executions), Quantity.Count(site.Cycles), Quantity.Share(site.Cycles, result.TotalCycles));
        }
        sites.WriteTo(writer);
        writer.WriteLine();
        writer.WriteLine($"{Quantity.Of(result.IdleSites.Count, "flush or fence site")} never did anything; without: {Quantity.Duration(result.DurationNsWithoutIdle)}");
        if (result.IdleSites.Count > 0)
        {
            ReportTable idle = new ReportTable().Text($"did nothing (dearest {SitesShown})").Number("executions").Number("cycles");
            foreach (IdleSite site in result.IdleSites.Take(SitesShown)) { idle.Row(site.Site, Quantity.Count(site.Executions), Quantity.Count(site.Cycles)); }
            idle.WriteTo(writer);
        }
        if (result.Elisions.Count == 0) { return; }
        ReportTable elisions = new ReportTable().Text("without this site").Number("cycles").Name("verdict").Number("inconsistent images");
        foreach (ElisionVerdict elision in result.Elisions)
        {
            elisions.Row(elision.Site, Quantity.Count(elision.Cycles), elision.Verdict, Quantity.Count(elision.InconsistentImages));
        }
        elisions.WriteTo(writer);
    }
}
