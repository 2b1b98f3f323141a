using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>A run as text: throughput and latency first, then what the time went into.</summary>
internal static class RunText
{
    private const int SitesShown = 10;

    /// <summary>The line that answers the question.</summary>
    public static string Headline(RunResult result) =>
        $"{Subject(result)}: {Quantity.Rate(result.ThroughputOpsPerSecond, "ops")}, median {Quantity.Duration(result.Latency.P50Ns)}, "
        + $"99th percentile {Quantity.Duration(result.Latency.P99Ns)}";

    /// <summary>Writes the whole report.</summary>
    public static void Write(RunResult result, TextWriter writer)
    {
        writer.WriteLine(Headline(result));
        writer.WriteLine($"{Quantity.Of(result.Threads, "thread")} x {Quantity.Of(result.Ops, "operation")}, {(result.Keys == 0 ? "distinct keys" : Quantity.Of(result.Keys, "key"))}, "
            + $"seed {result.Seed}: {Quantity.Duration(result.DurationNs)} {(result.Mapping == "real" ? "of wall-clock" : "of simulated")} time");
        if (result.Recovered) { writer.WriteLine("opened the existing pool and recovered it"); }
        if (result.PlatformParameters > 0)
        {
            writer.WriteLine(AssumptionText.Of(result.Platform, result.PlatformParameters, result.PlatformAssumptions));
        }
        string instruction = result.FlushInstruction is null ? "" : $" ({result.FlushInstruction})";
        writer.WriteLine($"per operation: {Quantity.Decimal(result.FlushesPerOp)} flushes{instruction}, {Quantity.Decimal(result.FencesPerOp)} fences, "
            + $"{Quantity.Decimal(result.LockedPerOp)} locked instructions");
        if (result.Durability is not null) { Paragraph.Write(writer, $"durability: {result.Durability}"); }
        LatencyResult latency = result.Latency;
        new ReportTable().Number("mean").Number("p50").Number("p90").Number("p99").Number("p99.9").Number("max")
            .Row(Quantity.Duration(latency.MeanNs), Quantity.Duration(latency.P50Ns), Quantity.Duration(latency.P90Ns),
                Quantity.Duration(latency.P99Ns), Quantity.Duration(latency.P999Ns), Quantity.Duration(latency.MaxNs))
            .WriteTo(writer);
        WriteCosts(result, writer);
    }

    private static void WriteCosts(RunResult result, TextWriter writer)
    {
        if (result.Causes.Count == 0) { return; }
        double operations = (double)result.Threads * result.Ops;
        ReportTable causes = new ReportTable().Name("cause").Number("cycles/op").Number("share");
        foreach (CauseCost cause in result.Causes.Where(cause => cause.Cycles > 0).OrderByDescending(cause => cause.Cycles))
        {
            causes.Row(cause.Cause, Quantity.Decimal(cause.Cycles / operations), Quantity.Share(cause.Cycles, result.TotalCycles));
        }
        causes.WriteTo(writer);

        ReportTable sites = new ReportTable().Text($"site (dearest {SitesShown})").Number("executions/op").Number("cycles/op").Number("share");
        foreach (SiteCost site in result.Sites.Take(SitesShown))
        {
            sites.Row(site.Site, Quantity.Decimal(site.Executions / operations), Quantity.Decimal(site.Cycles / operations),
                Quantity.Share(site.Cycles, result.TotalCycles));
        }
        sites.WriteTo(writer);

        ReportTable counters = new ReportTable().Name("counter").Number("value");
        foreach ((string name, double value) in result.Counters.OrderBy(counter => counter.Key, StringComparer.Ordinal))
        {
            counters.Row(name, double.IsInteger(value) ? Quantity.Count(value) : Quantity.Decimal(value));
        }
        if (result.Counters.Count > 0) { counters.WriteTo(writer); }
    }

    private static string Subject(RunResult result) =>
        $"{result.Structure}{(result.Mutant is null ? "" : $" with {result.Mutant}")} on {result.Platform} ({result.Mapping})";
}
