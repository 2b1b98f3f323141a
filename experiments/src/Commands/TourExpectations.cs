using Sim.Experiments.Reports;
using Sim.Explorer;
using Sim.Fences;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary>How each step of the tour must end; a step that ends otherwise gives the reason, any other null.</summary>
internal static class TourExpectations
{
    /// <summary>A simulated run has costs, which sum to the cycles of the run both by cause and by site.</summary>
    public static string? OfTimed(RunResult result)
    {
        if (result.TotalCycles == 0 || result.Causes.Count == 0 || result.Sites.Count == 0) { return "the run has no costs"; }
        if (result.Causes.Sum(cause => cause.Cycles) != result.TotalCycles) { return "the costs by cause do not sum to the cycles of the run"; }
        if (result.Sites.Sum(site => site.Cycles) != result.TotalCycles) { return "the costs by site do not sum to the cycles of the run"; }
        return FindUnpersisted(result);
    }

    /// <summary>A real run names its flush instruction, executed it, and measured every operation.</summary>
    public static string? OfReal(RunResult result)
    {
        if (result.FlushInstruction is null || result.Durability is null) { return "the run does not say how it flushes"; }
        if (result.Latency.Histogram.Sum(bucket => bucket.Count) != (long)result.Threads * result.Ops) { return "not every operation was measured"; }
        return FindUnpersisted(result);
    }

    /// <summary>The correct structure holds, and everything within the bound was covered.</summary>
    public static string? OfCorrect(ExploreResult result)
    {
        if (ExploreText.IsViolated(result)) { return "the correct structure is violated"; }
        return ExploreText.IsComplete(result) ? null : "the exploration is not complete";
    }

    /// <summary>The mutant is violated, with a counterexample.</summary>
    public static string? OfMutant(ExploreReport report)
    {
        if (!ExploreText.IsViolated(report.Result)) { return "the mutant survived"; }
        return report.Counterexample is null ? "the violation has no counterexample" : null;
    }

    /// <summary>Every site is judged, each needed one with a counterexample, and the cheapest safe set costs no more than all sites.</summary>
    public static string? OfFences(FenceReport report)
    {
        FenceResult result = report.Result;
        if (FenceText.IsViolated(result)) { return "the structure is violated as written"; }
        if (!FenceText.IsComplete(result)) { return "the analysis is not complete"; }
        if (result.Sites.Count == 0 || result.CheapestSafeSet.Count == 0) { return "no site was judged"; }
        if (result.Sites.Any(site => site.Verdict == "needed" && !report.Counterexamples.ContainsKey(site.Site)))
        {
            return "a needed site has no counterexample";
        }
        return result.CyclesPerOpAfter <= result.CyclesPerOpBefore ? null : "the cheapest safe set costs more than all sites";
    }

    private static string? FindUnpersisted(RunResult result) =>
        result.FlushesPerOp > 0 && result.FencesPerOp > 0 ? null : "the run executed no flush or no fence";
}
