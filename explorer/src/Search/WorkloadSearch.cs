using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Explores every interleaving and every crash of one workload, breadth first, so that a violation found is a shortest one.</summary>
internal sealed class WorkloadSearch
{
    private const int ProgressInterval = 1 << 15;
    private readonly ExplorationTables _tables;
    private readonly ExploreOptions _options;
    private readonly RecoveryWalk _recovery;
    private readonly CrashCheck _crash;
    private readonly Machine _machine;
    private readonly VisitedStates _visited = new();
    private readonly int _startMonitor;
    private readonly Violation? _setupViolation;
    private long _transitionCount;
    private bool _foundViolation;

    /// <summary>Runs the setup and prepares the search.</summary>
    /// <param name="tables">The shared tables.</param>
    /// <param name="workload">The workload; its thread count is that of the tables.</param>
    /// <param name="options">The bound.</param>
    public WorkloadSearch(ExplorationTables tables, Workload workload, ExploreOptions options)
    {
        _tables = tables;
        _options = options;
        _recovery = tables.RecoveryFor(workload, options.NestedCrashes);
        _crash = new CrashCheck(tables, _recovery, !options.CollectsOutcomesOnly);
        int[][] operations = [.. workload.Threads.Select((calls, thread) =>
            calls.Select(call => tables.Specification.InternOperation(call, thread)).ToArray())];
        WorkloadSetup setup = new(tables, workload);
        (_startMonitor, _setupViolation) = setup.Apply();
        _recovery.Restart();
        foreach (CrashImages images in setup.EarlyCrashes)
        {
            // There is no execution to show yet: the violation is that of the setup.
            _setupViolation ??= _crash.Judge(images, tables.Monitor.AdmissibleAfterCrash(_startMonitor)) is { } early
                ? new Violation(early.Property, $"before the threads start, {early.Summary}", -1)
                : null;
        }
        _machine = new Machine(tables, _crash, operations);
    }

    /// <summary>Whether every reachable state was expanded.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The choices that lead to the violation.</summary>
    public IReadOnlyList<int> Schedule { get; private set; } = [];

    /// <summary>The machine, for replaying a schedule.</summary>
    public Machine Machine => _machine;

    /// <summary>The walk over recovery's tree.</summary>
    public RecoveryWalk Recovery => _recovery;

    /// <summary>Whether creation or setup already goes wrong.</summary>
    public bool SetupFailed => _setupViolation is not null;

    /// <summary>What the search covered and saw.</summary>
    public SearchSummary Summarise() => new(
        _visited.Count, _transitionCount, _crash.ImagesRepresented, _recovery.ImagesDecided, IsComplete || _foundViolation,
        [.. _crash.Outcomes.Select(_tables.Outcomes.Text)]);

    /// <summary>Takes the choices of a schedule one after the other.</summary>
    /// <returns>The violation at its end, or null.</returns>
    /// <exception cref="InputException">A choice is not enabled where the schedule takes it.</exception>
    public Violation? Follow(IReadOnlyList<int> schedule)
    {
        if (_setupViolation is not null) { return _setupViolation; }
        List<int> choices = [];
        Schedule = schedule;
        Start();
        for (int i = 0; i < schedule.Count && _machine.Violation is null; i++)
        {
            _machine.ListChoices(choices);
            if (!choices.Contains(schedule[i])) { throw new InputException($"step {i + 1} of the schedule is not possible: the structure has changed"); }
            _machine.Step(schedule[i]);
        }
        if (_machine.Violation is null)
        {
            _machine.ListChoices(choices);
            if (choices.Count == 0) { JudgeEnd(); }
        }
        return _machine.Violation;
    }

    /// <summary>Searches until a violation is found, everything is explored, or a bound is met.</summary>
    /// <param name="progress">Told now and then about states and transitions; may be null.</param>
    /// <param name="stop">Cuts the search short.</param>
    public Violation? Run(Action<long, long>? progress, CancellationToken stop)
    {
        if (_setupViolation is not null)
        {
            return Found(_setupViolation, []);
        }
        Start();
        Frontier current = new();
        Frontier next = new();
        current.Reset(_machine.Length);
        _visited.Add(_machine.Hash, -1, -1);
        current.Add(_machine, 0);
        while (current.Count > 0)
        {
            next.Reset(_machine.Length);
            Violation? violation = Expand(current, next, progress, stop);
            if (violation is not null || stop.IsCancellationRequested || _visited.Count >= _options.MaxStates) { return violation; }
            (current, next) = (next, current);
        }
        IsComplete = true;
        return null;
    }

    private void Start() => _machine.Start(_startMonitor);

    private Violation? Expand(Frontier current, Frontier next, Action<long, long>? progress, CancellationToken stop)
    {
        List<int> choices = [];
        for (int index = 0; index < current.Count; index++)
        {
            int state = current.Id(index);
            if (stop.IsCancellationRequested) { return null; }
            if ((state & (ProgressInterval - 1)) == 0) { progress?.Invoke(_visited.Count, _transitionCount); }
            current.LoadInto(_machine, index);
            _machine.ListChoices(choices);
            if (choices.Count == 0)
            {
                JudgeEnd();
                if (_machine.Violation is { } stuck) { return Found(stuck, _visited.ScheduleTo(state)); }
            }
            for (int i = 0; i < choices.Count; i++)
            {
                if (i > 0) { current.LoadInto(_machine, index); }
                _machine.Step(choices[i]);
                _transitionCount++;
                if (_machine.Violation is { } violation) { return Found(violation, [.. _visited.ScheduleTo(state), choices[i]]); }
                if (_visited.Add(_machine.Hash, state, choices[i])) { next.Add(_machine, _visited.Count - 1); }
            }
            if (_visited.Count >= _options.MaxStates) { return null; }
        }
        return null;
    }

    private Violation Found(Violation violation, List<int> schedule)
    {
        _foundViolation = true;
        Schedule = schedule;
        return violation;
    }

    private void JudgeEnd()
    {
        _machine.Crash();
        if (_machine.HasUnfinishedOperation()) { _machine.Fail("progress", "every thread waits for ever: a deadlock"); }
    }
}

/// <summary>What a search covered and saw.</summary>
/// <param name="States">Distinct states.</param>
/// <param name="Transitions">Transitions taken.</param>
/// <param name="ImagesRepresented">Crash images that the crash points stand for.</param>
/// <param name="ImagesDecided">Images decided by walks over recovery's tree.</param>
/// <param name="IsConclusive">Whether everything was explored or a violation found: that needs nothing that was not explored.</param>
/// <param name="Outcomes">The outcomes of all crashes, as text.</param>
internal sealed record SearchSummary(
    long States, long Transitions, double ImagesRepresented, long ImagesDecided, bool IsConclusive, IReadOnlyList<string> Outcomes);
