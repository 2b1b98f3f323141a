using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Tries a trace without each of its flushes and fences: does a checker still accept every crash image?</summary>
/// <remarks>
/// A site's executions all go at once, and one site at a time. Images that the checker refuses in the trace as it is say nothing
/// about a site, so the trace as it is must be consistent.
/// </remarks>
public static class TraceElisions
{
    /// <summary>Tries the dearest flush and fence sites.</summary>
    /// <param name="path">The trace.</param>
    /// <param name="timed">Its costs.</param>
    /// <param name="options">The checker.</param>
    /// <param name="siteCount">How many sites to try.</param>
    /// <param name="progress">Told each site.</param>
    /// <param name="stop">Ends the trials.</param>
    /// <exception cref="InputException">The checker refuses an image of the trace as it is.</exception>
    /// <exception cref="OperationCanceledException">The trials were stopped.</exception>
    public static IReadOnlyList<ElisionVerdict> Try(string path, TraceRunResult timed, TraceExploreOptions options, int siteCount,
        Action<string>? progress = null, CancellationToken stop = default)
    {
        progress?.Invoke("nothing");
        TraceExploreResult asItIs = TraceExplorer.Explore(() => TraceFile.Open(path), options, stop);
        if (asItIs.InconsistentImages > 0)
        {
            throw new InputException($"{path}: the checker refuses {asItIs.InconsistentImages} images of the trace as it is, so nothing can be said about its fences");
        }
        List<ElisionVerdict> verdicts = [];
        foreach (SiteCost site in timed.Sites.Where(site => KindOf(site) is not null).Take(siteCount))
        {
            progress?.Invoke(site.Site);
            HashSet<(TraceEventKind, string)> elided = StacksOf(path, KindOf(site)!.Value, site);
            TraceExploreResult without = TraceExplorer.Explore(() => new ElidedTrace(TraceFile.Open(path), elided), options, stop);
            stop.ThrowIfCancellationRequested();
            string verdict = without.InconsistentImages > 0 ? "needed" : without.Completeness == TraceExplorer.Complete ? "elidable alone" : "undecided";
            verdicts.Add(new ElisionVerdict(site.Site, site.Cycles, verdict, without.InconsistentImages));
        }
        return verdicts;
    }

    private static TraceEventKind? KindOf(SiteCost site) => site.Kind switch
    {
        "sfence" or "mfence" => TraceEventKind.Fence,
        "clwb" or "clflush" or "clflushopt" => TraceEventKind.Flush,
        _ => null,
    };

    /// <summary>The call stacks that lead to a site.</summary>
    private static HashSet<(TraceEventKind, string)> StacksOf(string path, TraceEventKind kind, SiteCost site)
    {
        using ITraceReader reader = TraceFile.Open(path);
        TraceEvent[] batch = new TraceEvent[1024];
        while (reader.Read(batch) > 0) { }
        HashSet<(TraceEventKind, string)> stacks = [];
        for (int text = 0; text < reader.Texts.Count; text++)
        {
            CallFrame frame = CallTrace.Parse(reader.Texts[text]).Innermost;
            if (frame.File == site.File && frame.Line == site.Line && frame.Function == site.Member) { stacks.Add((kind, reader.Texts[text])); }
        }
        return stacks;
    }
}
