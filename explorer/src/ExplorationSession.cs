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
    private readonly IReadOnlyList<WorkloadMenus> _programs;
    private readonly ExplorationTables _tables;
    private readonly Dictionary<string, Unelided> _unelided = [];
    private readonly HashSet<string> _sitesAroundCrashes = [];
    private readonly int _poolOperations;

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
        _programs = ProgramsOf(structure, options);
        _poolOperations = Math.Max(options.PoolOperations, _programs.Max(program => program.OperationCount));
        int threadCount = Math.Max(options.Threads, _programs.Max(program => program.Menus.Count));
        _tables = new ExplorationTables(structure, model, threadCount, structure.PoolBytes(threadCount, _poolOperations), options.EventLimit);
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
        foreach (WorkloadMenus program in _programs)
        {
            Workload workload = program.Workload;
            if (_unelided.TryGetValue(workload.Name, out Unelided? known) && !known.Reached.Overlaps(elidedSites))
            {
                counts.Add(known.Search, known.WorkloadCount);
                outcomes.UnionWith(known.Search.Outcomes);
                continue;
            }
            _tables.StartSearch(elidedSites);
            WorkloadSearch search = new(_tables, program, _options, DeadlineFrom(started));
            violation = search.Run(ReportTo(workload), stop);
            SearchSummary summary = search.Summarise();
            if (_options.EstimatesEagerSize && search.End == SearchEnd.Complete) { counts.Add(search.EstimateEagerSize()); }
            _sitesAroundCrashes.UnionWith(_tables.SitesAroundCrashes());
            counts.Add(summary, program.WorkloadCount);
            outcomes.UnionWith(summary.Outcomes);
            if (elidedSites.Count == 0 && search.End == SearchEnd.Complete)
            {
                _unelided[workload.Name] = new Unelided(summary, program.WorkloadCount, _tables.ReachedSites());
            }
            if (violation is not null)
            {
                counterexample = Build(program, search, violation, elidedSites);
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
        HashSet<string> elided = [.. counterexample.ElidedSites];
        _tables.StartSearch(elided);
        WorkloadSearch search = new(_tables, WorkloadMenus.Of(counterexample.Program), _options, long.MaxValue);
        CounterexampleBuilder builder = new(_tables, search, counterexample.Program);
        (Violation? violation, bool isPossible) = search.TryFollow(counterexample.Schedule);
        IReadOnlyList<ExecutionStep> steps = builder.Steps();
        string? difference = Difference(counterexample.Steps, steps)
            ?? (isPossible ? null : $"after {steps.Count} steps, what comes next in the schedule is not possible");
        if (violation is null) { return new ReplayReport(false, "", difference ?? "the schedule runs without a violation"); }
        Counterexample again = builder.Build(violation, Describe(elided));
        bool isSame = difference is null && again.Recovered == counterexample.Recovered && again.Property == counterexample.Property;
        return new ReplayReport(isSame, again.Recovered, isSame ? again.Summary : difference ?? again.Summary);
    }

    private static IReadOnlyList<WorkloadMenus> ProgramsOf(IStructure structure, ExploreOptions options)
    {
        if (options.AllWorkloads) { return [WorkloadMenus.All(structure, options.Threads, options.Ops, options.Keys)]; }
        IReadOnlyList<Workload> workloads = options.Programs.Count > 0
            ? options.Programs
            : Choose(structure.ExplorationWorkloads(options.Threads, options.Ops, options.Keys), options.Workloads);
        return [.. workloads.Select(WorkloadMenus.Of)];
    }

    /// <summary>The first step that is another one now; source lines may move.</summary>
    private static string? Difference(IReadOnlyList<ExecutionStep> recorded, IReadOnlyList<ExecutionStep> now)
    {
        for (int i = 0; i < Math.Min(recorded.Count, now.Count); i++)
        {
            if ((recorded[i].Thread, recorded[i].Text) != (now[i].Thread, now[i].Text))
            {
                return $"step {i + 1} was '{recorded[i].Text}' of thread {recorded[i].Thread} and is now '{now[i].Text}' of thread {now[i].Thread}";
            }
        }
        return null;
    }

    private static string? MutantOf(IStructure structure) => structure switch
    {
        MutantStructure mutated => mutated.Mutant.Name,
        ShiftedStructure shifted => MutantOf(shifted.Structure),
        _ => null,
    };

    private Counterexample Build(WorkloadMenus program, WorkloadSearch search, Violation violation, IReadOnlySet<string> elidedSites)
    {
        if (search.SetupFailed) { return new CounterexampleBuilder(_tables, search, program.Workload).Build(violation, Describe(elidedSites)); }
        (Workload workload, IReadOnlyList<int> schedule) = search.Resolve();
        WorkloadSearch explicitSearch = new(_tables, WorkloadMenus.Of(workload), _options with { Preemptions = null }, long.MaxValue);
        Violation again = explicitSearch.Follow(schedule) ?? throw new System.Diagnostics.UnreachableException("the schedule has led to a violation before");
        return new CounterexampleBuilder(_tables, explicitSearch, workload).Build(again, Describe(elidedSites));
    }

    /// <summary>All states and transitions of the first workload, with the structure as written, as a graph to be drawn.</summary>
    /// <param name="maxStates">The most states that it may have.</param>
    /// <exception cref="InputException">It has more, or a violation comes before the threads start.</exception>
    public DirectedGraph StateGraph(int maxStates)
    {
        WorkloadMenus program = _programs[0];
        _tables.StartSearch(new HashSet<string>());
        WorkloadSearch search = new(_tables, program, _options, long.MaxValue);
        if (search.SetupFailed) { throw new InputException($"the setup of workload {program.Workload.Name} already violates the specification: 'sim explore' shows it"); }
        return new StateGraph(_tables, search).Build($"{_structure.Name}, {program.Workload.Name}, {_options.Model}", maxStates);
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
        Mutant = MutantOf(_structure),
        ShiftBytes = (_structure as ShiftedStructure)?.ShiftBytes ?? 0,
        Platform = _options.Platform,
        Model = _options.Model,
        Threads = _options.Threads,
        Ops = _options.Ops,
        Keys = _options.Keys,
        NestedCrashes = _options.NestedCrashes,
        PoolOperations = _poolOperations,
        Program = new Workload("", [], [], []),
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

    private ExploreResult Summarise(ExploreCounts counts, int outcomeCount, Violation? violation, long started)
    {
        // A violation is one whatever the model leaves out.
        string? limit = counts.Limit ?? (violation is null ? _tables.Model.Bound : null);
        return Summarise(counts, outcomeCount, violation, limit, started);
    }

    private ExploreResult Summarise(ExploreCounts counts, int outcomeCount, Violation? violation, string? limit, long started) => new()
    {
        Structure = _structure.Name,
        Mutant = MutantOf(_structure),
        ShiftBytes = (_structure as ShiftedStructure)?.ShiftBytes ?? 0,
        Platform = _options.Platform,
        Model = _options.Model,
        Threads = _options.Threads,
        Ops = _options.Ops,
        Keys = _options.Keys,
        Preemptions = _options.Preemptions,
        Verdict = violation is null ? "holds" : "violated",
        Completeness = limit is null ? "complete" : "cut short",
        CutShortBy = limit,
        Property = violation?.Property,
        Workloads = [.. _programs.Take(counts.SearchCount).Select(program => program.Workload.Name)],
        WorkloadsRepresented = counts.WorkloadCount,
        UnreachedSites = [.. UnreachedSites()],
        EagerInterleavings = counts.Eager?.Interleavings,
        EagerInterleavingsError = counts.Eager?.InterleavingsError,
        EagerRecoveries = counts.Eager?.Recoveries,
        EagerRecoveriesError = counts.Eager?.RecoveriesError,
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

    /// <summary>Sites of the structure's code around which no crash was explored, for want of a workload that reaches them.</summary>
    private IEnumerable<string> UnreachedSites() => _options.EstimatesEagerSize
        ? SiteSurvey.PersistSites(_structure).Concat(PersistSites.Select(site => site.Name)).Distinct()
            .Except(_sitesAroundCrashes).Order(StringComparer.Ordinal)
        : [];

    private sealed class ExploreCounts
    {
        public long States { get; private set; }

        public long Transitions { get; private set; }

        public double ImagesRepresented { get; private set; }

        public long ImagesDecided { get; private set; }

        public long PeakMemoryBytes { get; private set; }

        /// <summary>What cut the search short, or null.</summary>
        public string? Limit { get; private set; }

        public int SearchCount { get; private set; }

        public double WorkloadCount { get; private set; }

        public EagerEstimate? Eager { get; private set; }

        /// <summary>Estimates of different searches are independent: their variances add up.</summary>
        public void Add(EagerEstimate eager)
        {
            EagerEstimate sum = Eager ?? default;
            double interleavings = sum.Interleavings + eager.Interleavings;
            double recoveries = sum.Recoveries + eager.Recoveries;
            Eager = new EagerEstimate(
                interleavings, Hypot(sum.Interleavings * sum.InterleavingsError, eager.Interleavings * eager.InterleavingsError) / interleavings,
                recoveries, Hypot(sum.Recoveries * sum.RecoveriesError, eager.Recoveries * eager.RecoveriesError) / recoveries);
        }

        private static double Hypot(double first, double second) => Math.Sqrt((first * first) + (second * second));

        public void Add(SearchSummary search, double workloadCount)
        {
            SearchCount++;
            WorkloadCount += workloadCount;
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
    private sealed record Unelided(SearchSummary Search, double WorkloadCount, HashSet<string> Reached);
}
