using System.Diagnostics;
using Sim.CacheModel;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Fences;

/// <summary>Tells for every flush and fence of a structure what it costs and whether it is needed, within a bound.</summary>
public static class FenceAnalysis
{
    /// <summary>Analyses a structure.</summary>
    /// <param name="explored">The structure in the geometry to explore.</param>
    /// <param name="timed">The same structure in the geometry to time.</param>
    /// <param name="platform">Gives the persistency model and the costs.</param>
    /// <param name="options">The bound.</param>
    /// <param name="stop">Cuts the analysis short.</param>
    /// <exception cref="InputException">The platform's model is unknown, or an option is out of range.</exception>
    public static FenceReport Analyze(IStructure explored, IStructure timed, Platform platform, FenceOptions options, CancellationToken stop = default)
    {
        long started = Stopwatch.GetTimestamp();
        options.Progress?.Invoke("all flushes and fences");
        ExplorationSession session = new(explored, new ExploreOptions
        {
            Model = platform.Model,
            Platform = platform.Name,
            Threads = options.Threads,
            Ops = options.Ops,
            Keys = options.Keys,
        });
        ExploreReport asWritten = session.Explore(new HashSet<string>(), stop);
        RunResult before = Time(timed, platform, options, new HashSet<string>(), stop);
        string[] sites = [.. session.PersistSites.Select(site => site.Name).Distinct().Order(StringComparer.Ordinal)];
        Dictionary<string, SiteCost> costs = before.Sites.Where(IsPersistSite).ToDictionary(cost => cost.Site);
        bool canSearch = asWritten.Counterexample is null && asWritten.Result.Completeness == "complete";
        ElisionSearch search = new(session, canSearch ? sites : [], [.. sites.Select(site => costs.GetValueOrDefault(site)?.Cycles ?? 0)], options.Progress);
        IReadOnlyList<int> kept = canSearch ? search.Run(stop) : [.. Enumerable.Range(0, sites.Length)];
        HashSet<string> elided = [.. Enumerable.Range(0, sites.Length).Except(kept).Select(site => sites[site])];
        RunResult after = elided.Count == 0 ? before : Time(timed, platform, options, elided, stop);

        Dictionary<string, Counterexample> counterexamples = search.Needed.ToDictionary(needed => sites[needed.Key], needed => needed.Value);
        if (asWritten.Counterexample is { } violation) { counterexamples.Add("", violation); }
        string[] foundLater = [.. session.PersistSites.Select(site => site.Name).Except(sites).Distinct()];
        IEnumerable<string> unreached = costs.Keys.Except(sites).Except(foundLater);
        FenceResult result = new()
        {
            Structure = explored.Name,
            Mutant = (explored as MutantStructure)?.Mutant.Name,
            Platform = platform.Name,
            Model = platform.Model,
            Threads = options.Threads,
            Ops = options.Ops,
            Verdict = asWritten.Result.Verdict,
            Completeness = canSearch && !search.IsComplete ? "cut short" : asWritten.Result.Completeness,
            Sites = [.. sites
                .Select((site, index) => Row(session.PersistSites.First(known => known.Name == site), costs.GetValueOrDefault(site),
                    counterexamples.ContainsKey(site) ? "needed" : search.ElidableAlone.Contains(index) ? "elidable alone"
                        : search.IsComplete && canSearch ? "not reached" : "not judged",
                    !elided.Contains(site)))
                // Reached only where other sites are switched off: the cheapest safe set relies on these.
                .Concat(foundLater.Select(site => Row(session.PersistSites.First(known => known.Name == site), costs.GetValueOrDefault(site), "not judged", true)))
                .Concat(unreached.Select(site => Row(costs[site])))
                .OrderByDescending(row => row.Cycles).ThenBy(row => row.Site, StringComparer.Ordinal)],
            CheapestSafeSet = [.. sites.Except(elided).Concat(foundLater).Concat(unreached)],
            Clauses = [.. search.Clauses.Select(clause => clause.Select(site => sites[site]).ToList())],
            TimedOperations = (long)options.Threads * options.TimedOps,
            CyclesPerOpBefore = CyclesPerOp(before, options),
            CyclesPerOpAfter = CyclesPerOp(after, options),
            Explorations = search.Explorations + 1,
            CodeRuns = session.CodeRuns,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        };
        return new FenceReport(result, counterexamples);
    }

    private static RunResult Time(IStructure structure, Platform platform, FenceOptions options, IReadOnlySet<string> elided, CancellationToken stop) =>
        TimedRunner.Run(structure, platform, new TimedRunOptions
        {
            Threads = options.Threads,
            Ops = options.TimedOps,
            Keys = options.TimedKeys,
            Seed = options.Seed,
            ElidedSites = elided,
        }, stop);

    private static double CyclesPerOp(RunResult run, FenceOptions options) =>
        (double)run.TotalCycles / ((double)options.Threads * options.TimedOps);

    private static bool IsPersistSite(SiteCost cost) =>
        cost.Kind is "clwb" or "clflushopt" or "clflush" or "sfence" or "mfence";

    private static FenceSite Row(Site site, SiteCost? cost, string verdict, bool stays) =>
        new(site.Name, site.Member, site.Line, site.Instruction, site.Label, cost?.Executions ?? 0, cost?.Cycles ?? 0, verdict, stays, null);

    private static FenceSite Row(SiteCost cost) =>
        new(cost.Site, cost.Member, cost.Line, cost.Kind, cost.Label, cost.Executions, cost.Cycles, "not reached", true, null);
}
