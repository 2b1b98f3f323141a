using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>An exploration as text: the verdict first, then what it covered.</summary>
internal static class ExploreText
{
    /// <summary>The line that answers the question.</summary>
    public static string Headline(ExploreResult result)
    {
        string subject = $"{result.Structure}{(result.Mutant is null ? "" : $" with {result.Mutant}")}, {Quantity.Of(result.Threads, "thread")} x "
            + $"{Quantity.Of(result.Ops, "operation")}, {result.Model}";
        return (IsViolated(result), IsComplete(result)) switch
        {
            (true, _) => $"VIOLATION {result.Property}: {subject}",
            (false, true) => $"HOLDS durable linearizability: {subject}, complete",
            (false, false) => $"CUT SHORT by {result.CutShortBy} without a violation so far: {subject}",
        };
    }

    /// <summary>Whether a violation was found.</summary>
    public static bool IsViolated(ExploreResult result) => result.Verdict == "violated";

    /// <summary>Whether everything within the bound was covered.</summary>
    public static bool IsComplete(ExploreResult result) => result.Completeness == "complete";

    /// <summary>Writes the whole report.</summary>
    public static void Write(ExploreResult result, Counterexample? counterexample, TextWriter writer)
    {
        writer.WriteLine(Headline(result));
        writer.WriteLine($"platform {result.Platform}, {Quantity.Of(result.Keys, "key")}, crashes during recovery up to depth {result.NestedCrashes}, "
            + $"{Quantity.Count(result.WorkloadsRepresented)} {(result.WorkloadsRepresented == 1 ? "workload" : "workloads")}"
            + (result.Preemptions is { } preemptions ? $", at most {Quantity.Of(preemptions, "preemption")}" : "")
            + (result.ShiftBytes > 0 ? $", moved by {result.ShiftBytes} bytes" : ""));
        new ReportTable().Name("covered").Number("count")
            .Row("states", Quantity.Count(result.States))
            .Row("transitions", Quantity.Count(result.Transitions))
            .Row("crash images represented", Quantity.Count(result.CrashImagesRepresented))
            .Row("crash images decided", Quantity.Count(result.CrashImagesDecided))
            .Row("distinct outcomes", Quantity.Count(result.DistinctOutcomes))
            .Row("recoveries run", Quantity.Count(result.RecoveriesRun))
            .Row("operation runs", Quantity.Count(result.CodeRuns))
            .Row("time", $"{Quantity.Decimal(result.Seconds)} s")
            .Row("memory of the search", $"{Quantity.Count(result.SearchMemoryBytes / 1048576.0)} MiB")
            .Row("peak memory", $"{Quantity.Count(result.PeakMemoryBytes / 1048576.0)} MiB")
            .WriteTo(writer);
        if (result.EagerRecoveries is { } recoveries && result.EagerInterleavings is { } interleavings)
        {
            double runs = Math.Max(1, result.CodeRuns + result.RecoveriesRun);
            writer.WriteLine($"without sharing: about {interleavings:0.0e+0} interleavings (error {Quantity.Share(result.EagerInterleavingsError ?? 0, 1)}) and "
                + $"{recoveries:0.0e+0} recoveries ({Quantity.Share(result.EagerRecoveriesError ?? 0, 1)}); here {Quantity.Count(runs)} runs of code");
        }
        foreach (string site in result.UnreachedSites) { writer.WriteLine($"not reached: {site}"); }
        writer.WriteLine();
        if (counterexample is not null)
        {
            writer.WriteLine(Plots.CounterexampleText.Render(counterexample));
        }
    }
}
