using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Explores every interleaving and every crash of one workload, breadth first, so that a violation found is a shortest one.</summary>
internal sealed class WorkloadSearch
{
    private readonly ExplorationTables _tables;
    private readonly WorkloadMenus _program;
    private readonly RecoveryWalk _recovery;
    private readonly CrashCheck _crash;
    private readonly Machine[] _machines;
    private readonly StateSearch _search;
    private readonly int _startMonitor;
    private readonly Violation? _setupViolation;

    /// <summary>Runs the setup and prepares the search.</summary>
    /// <param name="tables">The shared tables.</param>
    /// <param name="program">The workload; it has at most as many threads as the tables.</param>
    /// <param name="options">The bound.</param>
    /// <param name="deadline">When to stop, as a timestamp.</param>
    public WorkloadSearch(ExplorationTables tables, WorkloadMenus program, ExploreOptions options, long deadline)
    {
        _tables = tables;
        _program = program;
        _recovery = tables.RecoveryFor(program.Workload, options.NestedCrashes);
        _crash = new CrashCheck(tables, _recovery, !options.CollectsOutcomesOnly);
        int[][][] menus = [.. program.Menus.Select((turns, thread) => turns.Select(turn =>
            turn.Select(call => tables.Specification.InternOperation(call, thread)).ToArray()).ToArray())];
        WorkloadSetup setup = new(tables, program.Workload);
        (_startMonitor, _setupViolation) = setup.Apply();
        _recovery.Restart();
        foreach (CrashImages images in setup.EarlyCrashes)
        {
            // There is no execution to show yet: the violation is that of the setup.
            _setupViolation ??= _crash.Judge(images, tables.Monitor.AdmissibleAfterCrash(_startMonitor)) is { } early
                ? new Violation(early.Property, $"before the threads start, {early.Summary}", -1)
                : null;
        }
        _machines = [.. Enumerable.Range(0, options.Workers).Select(_ => new Machine(tables, _crash, menus, options.Preemptions))];
        _search = new StateSearch(tables.Growth, _machines, new SearchLimits(options.MaxStates, options.MaxMemoryBytes, deadline, options.IsExact));
    }

    /// <summary>How the search ended.</summary>
    public SearchEnd End { get; private set; }

    /// <summary>The choices that lead to the violation.</summary>
    public IReadOnlyList<int> Schedule { get; private set; } = [];

    /// <summary>The machine, for replaying a schedule.</summary>
    public Machine Machine => _machines[0];

    /// <summary>The walk over recovery's tree.</summary>
    public RecoveryWalk Recovery => _recovery;

    /// <summary>Whether creation or setup already goes wrong.</summary>
    public bool SetupFailed => _setupViolation is not null;

    /// <summary>What the search covered and saw.</summary>
    public SearchSummary Summarise() => new(
        _search.StateCount, _search.TransitionCount, _crash.ImagesRepresented, _recovery.ImagesDecided, End, _search.PeakMemoryBytes,
        [.. _crash.Outcomes.Select(_tables.Outcomes.Text)]);

    /// <summary>Takes the choices of a schedule one after the other.</summary>
    /// <param name="schedule">The choices.</param>
    /// <param name="beforeStep">Told each choice before it is taken; may be null.</param>
    /// <returns>The violation at its end, or null; and whether every choice was enabled where the schedule takes it.</returns>
    public (Violation? Violation, bool IsPossible) TryFollow(IReadOnlyList<int> schedule, Action<int>? beforeStep = null)
    {
        if (_setupViolation is not null) { return (_setupViolation, true); }
        List<int> choices = [];
        Schedule = schedule;
        Machine.Start(_startMonitor);
        for (int i = 0; i < schedule.Count && Machine.Violation is null; i++)
        {
            Machine.ListChoices(choices);
            if (!choices.Contains(schedule[i])) { return (null, false); }
            beforeStep?.Invoke(schedule[i]);
            Machine.Step(schedule[i]);
        }
        if (Machine.Violation is null)
        {
            Machine.ListChoices(choices);
            if (choices.Count == 0) { Machine.JudgeEnd(); }
        }
        return (Machine.Violation, true);
    }

    /// <summary>Takes the choices of a schedule, all of them enabled, one after the other.</summary>
    /// <returns>The violation at its end, or null.</returns>
    public Violation? Follow(IReadOnlyList<int> schedule, Action<int>? beforeStep = null)
    {
        (Violation? violation, bool isPossible) = TryFollow(schedule, beforeStep);
        Invariant.Holds(isPossible, "the search has taken the same choices");
        return violation;
    }

    /// <summary>
    /// The same execution as one of a workload without choices: what is left of it besides the operations that begin is dropped
    /// where the menus leave a choice.
    /// </summary>
    public (Workload Workload, IReadOnlyList<int> Schedule) Resolve()
    {
        if (_program.WorkloadCount == 1 && _program.Workload.Threads.Count > 0) { return (_program.Workload, Schedule); }
        List<Operation>[] begun = [.. _program.Menus.Select(_ => new List<Operation>())];
        List<int> schedule = [];
        Follow(Schedule, choice =>
        {
            (int operation, int resolved) = Machine.Resolve(choice);
            if (operation >= 0) { begun[Choice.ThreadOf(choice)].Add(_tables.Specification.Operation(operation).Operation); }
            schedule.Add(resolved);
        });
        return (_program.Workload with { Threads = [.. begun] }, schedule);
    }

    /// <summary>Estimates what a tool without sharing would run; the search must have been complete.</summary>
    public EagerEstimate EstimateEagerSize() => EagerSize.Estimate(Machine, _tables.Rules, _startMonitor);

    /// <summary>Searches until a violation is found, everything is explored, or a bound is met.</summary>
    /// <param name="progress">Told now and then about states and transitions; may be null.</param>
    /// <param name="stop">Cuts the search short.</param>
    public Violation? Run(Action<long, long>? progress, CancellationToken stop)
    {
        if (_setupViolation is not null)
        {
            End = SearchEnd.Violation;
            return _setupViolation;
        }
        Machine.Start(_startMonitor);
        End = _search.Run(progress, stop);
        Schedule = _search.Schedule;
        return _search.Violation;
    }
}

/// <summary>What a search covered and saw.</summary>
/// <param name="States">Distinct states.</param>
/// <param name="Transitions">Transitions taken.</param>
/// <param name="ImagesRepresented">Crash images that the crash points stand for.</param>
/// <param name="ImagesDecided">Images decided by walks over recovery's tree.</param>
/// <param name="End">How the search ended.</param>
/// <param name="PeakMemoryBytes">The most bytes that visited set, trail and frontier have held.</param>
/// <param name="Outcomes">The outcomes of all crashes, as text.</param>
internal sealed record SearchSummary(
    long States, long Transitions, double ImagesRepresented, long ImagesDecided, SearchEnd End, long PeakMemoryBytes,
    IReadOnlyList<string> Outcomes);
