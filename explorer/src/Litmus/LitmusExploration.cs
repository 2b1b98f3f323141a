using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>Explores programs of so many threads under one model; what is interned is shared by all of them.</summary>
/// <remarks>
/// Breadth first over the states of <see cref="LitmusMachine"/>, so that the first state that shows something is one of the
/// nearest. Thousands of small programs can be explored one after the other: nothing but tables of interned things remains.
/// </remarks>
internal sealed class LitmusExploration
{
    private readonly MemoryRules _rules;
    private readonly LitmusBehaviour _behaviour;
    private readonly LitmusMachine _machine;
    private readonly LitmusCrashImages _images;
    private readonly LitmusStates _visited = new();
    private readonly HashSet<StateHash> _crashes = [];
    private readonly List<int> _choices = [];
    private LitmusFrontier _current = new();
    private LitmusFrontier _next = new();
    private IReadOnlyList<LitmusThread> _threads = [];
    private IReadOnlyList<LitmusLocation> _locations = [];
    private ILitmusObserver? _observer;

    /// <summary>An exploration with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threadCount">Threads of every program.</param>
    /// <param name="lineCount">Cache lines of every program, at most.</param>
    public LitmusExploration(PersistencyModel model, int threadCount, int lineCount)
    {
        _rules = model.CreateRules(new PersistUnits(model, (1 + lineCount) * CacheLine.Bytes), threadCount);
        _behaviour = new LitmusBehaviour(_rules);
        _machine = new LitmusMachine(_rules, _behaviour, threadCount);
        _images = new LitmusCrashImages(_rules);
    }

    /// <summary>States found since the program was loaded.</summary>
    public int StateCount => _visited.Count;

    /// <summary>Steps taken since the program was loaded.</summary>
    public long TransitionCount { get; private set; }

    /// <summary>Takes over a program.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="locations">The locations.</param>
    /// <param name="initial">The persistent value of each location.</param>
    /// <param name="isObserved">Whether the final value of a register of a thread matters.</param>
    public void Load(IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusLocation> locations, IReadOnlyList<long> initial, Func<int, int, bool> isObserved)
    {
        _threads = threads;
        _locations = locations;
        _behaviour.Load(threads, locations, isObserved);
        _images.Start(locations, initial);
    }

    /// <summary>Visits every state, and every content of memory that a crash can leave, until the observer has seen enough.</summary>
    /// <param name="observer">What is looked for.</param>
    /// <param name="stop">Cuts the exploration short.</param>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    public void Explore(ILitmusObserver observer, CancellationToken stop) => Search(observer, stop);

    /// <summary>The steps of a shortest execution that shows an observer what it waits for.</summary>
    /// <param name="observer">What is looked for.</param>
    /// <param name="stop">Cuts the search short.</param>
    /// <exception cref="OperationCanceledException">It was cut short.</exception>
    public IReadOnlyList<string> Witness(ILitmusObserver observer, CancellationToken stop)
    {
        List<int> schedule = Search(observer, stop);
        LitmusWitness witness = new(_threads, _locations);
        int length = -1;
        observer.Restart();
        // The crash may come in the middle of the last step: what the machine does after it is not part of the execution.
        _machine.Crashing = !observer.SeesCrashes ? null : () =>
        {
            if (!observer.IsDone) { _images.Visit(_machine, observer); }
            if (observer.IsDone && length < 0) { length = witness.Steps.Count; }
        };
        _machine.Witness = witness;
        _machine.Start();
        foreach (int choice in schedule) { _machine.Step(choice); }
        _machine.Witness = null;
        return length < 0 ? witness.Steps : witness.Steps[..length];
    }

    /// <summary>Searches.</summary>
    /// <returns>The choices that lead to where the observer had seen enough.</returns>
    private List<int> Search(ILitmusObserver observer, CancellationToken stop)
    {
        _observer = observer;
        _visited.Reset();
        _crashes.Clear();
        TransitionCount = 0;
        _machine.Crashing = observer.SeesCrashes ? ObserveCrash : null;
        _machine.Start();
        _visited.Add(_machine.Hash, -1, -1);
        _current.Reset(_machine.Length);
        _current.Add(_machine, 0);
        while (_current.Count > 0 && !observer.IsDone)
        {
            stop.ThrowIfCancellationRequested();
            _next.Reset(_machine.Length);
            if (Expand(observer, stop) is { } schedule) { return schedule; }
            (_current, _next) = (_next, _current);
        }
        return [];
    }

    private List<int>? Expand(ILitmusObserver observer, CancellationToken stop)
    {
        for (int index = 0; index < _current.Count; index++)
        {
            if ((index & 0xFFF) == 0xFFF) { stop.ThrowIfCancellationRequested(); }
            _current.LoadInto(_machine, index);
            _machine.ListChoices(_choices);
            if (_choices.Count == 0)
            {
                Invariant.Holds(_machine.HasEnded, "no litmus instruction waits for ever");
                _machine.Crash();
                observer.Ended(_machine);
                if (observer.IsDone) { return _visited.ScheduleTo(_current.Id(index)); }
            }
            for (int i = 0; i < _choices.Count; i++)
            {
                if (i > 0) { _current.LoadInto(_machine, index); }
                _machine.Step(_choices[i]);
                TransitionCount++;
                if (observer.IsDone) { return [.. _visited.ScheduleTo(_current.Id(index)), _choices[i]]; }
                if (_visited.Add(_machine.Hash, _current.Id(index), _choices[i])) { _next.Add(_machine, _visited.Count - 1); }
            }
        }
        return null;
    }

    private void ObserveCrash()
    {
        if (_crashes.Add(_rules.CrashHash(_machine))) { _images.Visit(_machine, _observer!); }
    }
}

/// <summary>What looks at the executions of a litmus program.</summary>
internal interface ILitmusObserver
{
    /// <summary>Whether crashes count.</summary>
    bool SeesCrashes { get; }

    /// <summary>Whether it has seen enough.</summary>
    bool IsDone { get; }

    /// <summary>Forgets what it has seen.</summary>
    void Restart();

    /// <summary>A crash leaves this in memory.</summary>
    /// <param name="image">The value of each location; valid during the call.</param>
    void Crashed(ReadOnlySpan<long> image);

    /// <summary>Nothing is left to do.</summary>
    /// <param name="machine">The machine in that state.</param>
    void Ended(LitmusMachine machine);
}
