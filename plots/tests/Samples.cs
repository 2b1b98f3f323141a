using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

/// <summary>Results as real runs give them, for figures to draw.</summary>
internal static class Samples
{
    public static FenceResult Fences(params IReadOnlyList<FenceSite> sites) => new()
    {
        Structure = "cceh",
        Platform = "optane-g1-adr",
        Model = "px86-line",
        Threads = 2,
        Ops = 2,
        Completeness = "complete",
        Sites = sites,
        CheapestSafeSet = [.. sites.Where(s => s.InCheapestSafeSet).Select(s => s.Site)],
        Clauses = [],
        CyclesPerOpBefore = 1_845.4,
        CyclesPerOpAfter = 1_212.9,
        TimedOperations = 20_000,
        Verdict = "holds",
        Explorations = 9,
        CodeRuns = 412,
        Seconds = 3.2,
    };

    public static FenceResult ThreeSites() => Fences(
        new("sfence publish bucket (Cceh.cs:142)", "Insert", 142, "sfence", "publish bucket", 20_000, 9_420_000, "needed", true, "needed-0.json"),
        new("clwb publish bucket (Cceh.cs:142)", "Insert", 142, "clwb", "publish bucket", 20_000, 4_180_000, "needed", true, "needed-1.json"),
        new("sfence initialise segment (Cceh.cs:211)", "Split", 211, "sfence", "initialise segment", 310, 812_000, "elidable alone", false, null),
        new("clwb directory depth (Cceh.cs:240)", "Double", 240, "clwb", "directory depth", 0, 0, "not reached", false, null));

    public static RunResult Run(LatencyResult latency, params IReadOnlyList<CauseCost> causes) => new()
    {
        Structure = "cceh",
        Platform = "optane-g1-adr",
        Mapping = "timed",
        Threads = 2,
        Ops = 10_000,
        Keys = 4_096,
        Seed = 1,
        CyclesPerNs = 2.3,
        DurationNs = 8.1e6,
        ThroughputOpsPerSecond = 2.4e6,
        Latency = latency,
        FlushesPerOp = 1.1,
        FencesPerOp = 1.1,
        LockedPerOp = 1,
        Causes = causes,
        TotalCycles = causes.Sum(c => c.Cycles),
    };

    public static RunResult TypicalRun() => Run(
        new(812, 640, 1_330, 4_000, 11_400, 30_800, TypicalHistogram()),
        new("fence wait", 9_800_000), new("load miss memory", 14_900_000), new("compute", 2_400_000), new("flush issue", 3_100_000),
        new("write queue full", 1_200_000), new("store buffer full", 140_000), new("spin", 0));

    public static RunResult EmptyRun() => Run(new(0, 0, 0, 0, 0, 0, []));

    // Buckets of an eighth of an octave; the counts fall from the mode like a power, which gives the tail its usual shape.
    private static List<LatencyBucket> TypicalHistogram()
    {
        List<LatencyBucket> buckets = [];
        for (double from = 300; from < 31_200; from *= 1.09)
        {
            double distance = Math.Log(from / 560);
            long count = (long)(4_000 * Math.Exp(distance < 0 ? -8 * distance * distance : -2.1 * distance));
            if (count > 0) { buckets.Add(new(from, from * 1.09, count)); }
        }
        return buckets;
    }
}
