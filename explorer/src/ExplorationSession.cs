using System.Diagnostics;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Explorations of one structure that share everything learned: code never runs twice for one behaviour.</summary>
/// <remarks>Switching flushes and fences off is a filter on the behaviour trees, so the second exploration hardly runs code.</remarks>
public sealed class ExplorationSession
{
    private readonly IStructure _structure;
    private readonly ExploreOptions _options;
    private readonly IReadOnlyList<Workload> _workloads;
    private readonly ExplorationTables _tables;
    private readonly Dictionary<string, Unelided> _unelided = [];
    private readonly HashSet<string> _sitesAroundCrashes = [];

    /// <summary>Prepares explorations of a structure.</summary>
    /// <param name="structure">The structure, or a mutant of it.</param>
    /// <param name="options">The bound.</param>
    /// <exception cref="InputException">The model or a workload is unknown.</exception>
    public ExplorationSession(IStructure structure, ExploreOptions options)
    {
        PersistencyModel model = PersistencyModel.Find(options.Model)
            ?? throw InputException.Unknown("model", options.Model, PersistencyModel.All.Select(known => known.Name));
        _structure = structure;
        _options = options;
        _workloads = Choose(structure.ExplorationWorkloads(options.Threads, options.Ops, options.Keys), options.Workloads);
        int operationCount = _workloads.Max(workload =>
            workload.Setup.Count + workload.Probe.Count + workload.Threads.Sum(thread => thread.Count));
        int threadCount = Math.Max(1, _workloads.Max(workload => workload.Threads.Count));
        _tables = new ExplorationTables(structure, model, threadCount, structure.PoolBytes(threadCount, operationCount));
    }

    /// <summary>Executions of operation code so far, over all explorations.</summary>
    public long CodeRuns => _tables.Code.OperationRuns;

    /// <summary>
    /// The flush and fence sites around which crashes were explored, by name; the others were reached in creation, setup or
    /// after recovery only.
    /// </summary>
    public IReadOnlySet<string> SitesAroundCrashes => _sitesAroundCrashes;

    /// <summary>The flush and fence sites that any code has reached so far.</summary>
    public IReadOnlyList<Site> PersistSites =>
        [.. _tables.Sites.Sites.Where(site => site.IsPersistStep)];

    /// <summary>Explores all workloads with some flushes and fences switched off.</summary>
    /// <param name="elidedSites">The names of the sites that are switched off; empty for the structure as written.</param>
    /// <param name="stop">Cuts the search short.</param>
    public ExploreReport Explore(IReadOnlySet<string> elidedSites, CancellationToken stop = default)
    {
        long started = Stopwatch.GetTimestamp();
        ExploreCounts counts = new();
        SortedSet<string> outcomes = new(StringComparer.Ordinal);
        Counterexample? counterexample = null;
        Violation? violation = null;
        foreach (Workload workload in _workloads)
        {
            if (_unelided.TryGetValue(workload.Name, out Unelided? known) && !known.Reached.Overlaps(elidedSites))
            {
                counts.Add(known.Search);
                outcomes.UnionWith(known.Search.Outcomes);
                continue;
            }
            _tables.StartSearch(elidedSites);
            WorkloadSearch search = new(_tables, workload, _options, DeadlineFrom(started));
            violation = search.Run(ReportTo(workload), stop);
            SearchSummary summary = search.Summarise();
            _sitesAroundCrashes.UnionWith(_tables.SitesAroundCrashes());
            counts.Add(summary);
            outcomes.UnionWith(summary.Outcomes);
            if (elidedSites.Count == 0 && search.End == SearchEnd.Complete)
            {
                _unelided[workload.Name] = new Unelided(summary, _tables.ReachedSites());
            }
            if (violation is not null)
            {
                counterexample = new CounterexampleBuilder(_tables, search, workload).Build(violation, Describe(elidedSites));
            }
            if (search.End != SearchEnd.Complete) { break; }
        }
        return new ExploreReport(Summarise(counts, outcomes.Count, violation, started), counterexample) { Outcomes = [.. outcomes] };
    }

    /// <summary>Follows a counterexample's schedule again.</summary>
    /// <param name="counterexample">An execution of this structure.</param>
    /// <exception cref="InputException">The schedule is not one of this structure's.</exception>
    public ReplayReport Replay(Counterexample counterexample)
    {
        Workload workload = _workloads.FirstOrDefault(known => known.Name == counterexample.Workload)
            ?? throw InputException.Unknown("workload", counterexample.Workload, _workloads.Select(known => known.Name));
        HashSet<string> elided = [.. counterexample.ElidedSites];
        _tables.StartSearch(elided);
        WorkloadSearch search = new(_tables, workload, _options, long.MaxValue);
        Violation? violation = search.Follow(counterexample.Schedule);
        if (violation is null) { return new ReplayReport(false, "", "the schedule runs without a violation"); }
        Counterexample again = new CounterexampleBuilder(_tables, search, workload).Build(violation, Describe(elided));
        return new ReplayReport(again.Recovered == counterexample.Recovered && again.Property == counterexample.Property, again.Recovered, again.Summary);
    }

    private static IReadOnlyList<Workload> Choose(IReadOnlyList<Workload> workloads, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (workloads.All(workload => workload.Name != name))
            {
                throw InputException.Unknown("workload", name, workloads.Select(workload => workload.Name));
            }
        }
        return names.Count == 0 ? workloads : [.. workloads.Where(workload => names.Contains(workload.Name))];
    }

    private long DeadlineFrom(long started)
    {
        double ticks = started + (_options.MaxTime.TotalSeconds * Stopwatch.Frequency);
        return ticks < long.MaxValue ? (long)ticks : long.MaxValue;
    }

    private Action<long, long>? ReportTo(Workload workload)
    {
        if (_options.Progress is not { } progress) { return null; }
        long started = Stopwatch.GetTimestamp();
        return (states, transitions) =>
            progress(new ExploreProgress(workload.Name, states, transitions, Stopwatch.GetElapsedTime(started).TotalSeconds));
    }

    private Counterexample Describe(IEnumerable<string> elidedSites) => new()
    {
        Structure = _structure.Name,
        Mutant = (_structure as MutantStructure)?.Mutant.Name,
        Platform = _options.Platform,
        Model = _options.Model,
        Threads = _options.Threads,
        Ops = _options.Ops,
        Keys = _options.Keys,
        NestedCrashes = _options.NestedCrashes,
        ElidedSites = [.. elidedSites.Order(StringComparer.Ordinal)],
        Workload = "",
        Property = "",
        Summary = "",
        Operations = [],
        Steps = [],
        Lines = [],
        Recovery = [],
        Recovered = "",
        Allowed = [],
        Schedule = [],
    };

    private ExploreResult Summarise(ExploreCounts counts, int outcomeCount, Violation? violation, long started) => new()
    {
        Structure = _structure.Name,
        Mutant = (_structure as MutantStructure)?.Mutant.Name,
        Platform = _options.Platform,
        Model = _options.Model,
        Threads = _options.Threads,
        Ops = _options.Ops,
        Keys = _options.Keys,
        Verdict = violation is null ? "holds" : "violated",
        Completeness = counts.Limit is null ? "complete" : "cut short",
        CutShortBy = counts.Limit,
        Property = violation?.Property,
        Workloads = [.. _workloads.Take(counts.WorkloadCount).Select(workload => workload.Name)],
        States = counts.States,
        Transitions = counts.Transitions,
        CrashImagesRepresented = counts.ImagesRepresented,
        CrashImagesDecided = counts.ImagesDecided,
        RecoveriesRun = _tables.Code.RecoveryRuns,
        RecoveryPaths = _tables.RecoveryPathCount,
        CodeRuns = _tables.Code.OperationRuns,
        DistinctOutcomes = outcomeCount,
        NestedCrashes = _options.NestedCrashes,
        Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
        SearchMemoryBytes = counts.PeakMemoryBytes,
        PeakMemoryBytes = Process.GetCurrentProcess().PeakWorkingSet64,
    };

    private sealed class ExploreCounts
    {
        public long States { get; private set; }

        public long Transitions { get; private set; }

        public double ImagesRepresented { get; private set; }

        public long ImagesDecided { get; private set; }

        public long PeakMemoryBytes { get; private set; }

        /// <summary>What cut the search short, or null.</summary>
        public string? Limit { get; private set; }

        public int WorkloadCount { get; private set; }

        public void Add(SearchSummary search)
        {
            WorkloadCount++;
            States += search.States;
            Transitions += search.Transitions;
            ImagesRepresented += search.ImagesRepresented;
            ImagesDecided += search.ImagesDecided;
            PeakMemoryBytes = Math.Max(PeakMemoryBytes, search.PeakMemoryBytes);
            Limit ??= search.End switch
            {
                SearchEnd.Complete or SearchEnd.Violation => null,
                SearchEnd.States => "states",
                SearchEnd.Memory => "memory",
                SearchEnd.Time => "time",
                _ => "request",
            };
        }
    }

    /// <summary>A workload explored as written: where none of its sites is switched off, nothing can change.</summary>
    private sealed record Unelided(SearchSummary Search, HashSet<string> Reached);
}
