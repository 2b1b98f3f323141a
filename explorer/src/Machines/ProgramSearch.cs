using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>Finds every state that a machine can reach, breadth first, so that the steps kept for a state are a shortest execution.</summary>
/// <remarks>
/// States are interned vectors: equality is exact, nothing relies on hashes. A machine may take steps that turn out to lead
/// nowhere (a branch predicted wrongly, a reservation that cannot be kept): only states from which a complete one can be
/// reached are <see cref="Executions"/>.
/// </remarks>
internal sealed class ProgramSearch
{
    private const int None = -1;
    private readonly IProgramMachine _machine;
    private readonly SequenceTable _states = new();
    private readonly List<int> _parents = [None];
    private readonly List<int> _choices = [None];
    private readonly List<int> _lastEdgeInto = [None];
    private readonly List<(int From, int Before)> _edges = [];
    private readonly List<int> _complete = [];

    /// <summary>Searches from the initial state.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="memory">The initial value of each location.</param>
    /// <param name="stop">Cuts the search short.</param>
    public ProgramSearch(IProgramMachine machine, IReadOnlyList<long> memory, CancellationToken stop)
    {
        _machine = machine;
        int[] vector = new int[machine.Length];
        machine.Start(vector, memory);
        Add(vector, None, None);
        List<int> choices = [];
        for (int state = 1; state < _states.Count; state++)
        {
            stop.ThrowIfCancellationRequested();
            if (machine.IsComplete(_states[state])) { _complete.Add(state); }
            machine.ListChoices(_states[state], choices);
            foreach (int choice in choices)
            {
                _states[state].CopyTo(vector);
                machine.Step(vector, choice);
                TransitionCount++;
                int next = Add(vector, state, choice);
                _edges.Add((state, _lastEdgeInto[next]));
                _lastEdgeInto[next] = _edges.Count - 1;
            }
        }
        Executions = FindExecutions();
    }

    /// <summary>States found, also those that lead nowhere.</summary>
    public int StateCount => _states.Count - 1;

    /// <summary>Steps taken.</summary>
    public long TransitionCount { get; private set; }

    /// <summary>The states from which a complete one can be reached, nearest to the start first.</summary>
    public IReadOnlyList<int> Executions { get; }

    /// <summary>The vector of a state.</summary>
    public ReadOnlySpan<int> this[int state] => _states[state];

    /// <summary>The steps of a shortest execution to a state, in words.</summary>
    public IReadOnlyList<string> StepsTo(int state)
    {
        List<string> steps = [];
        for (; _parents[state] != None; state = _parents[state])
        {
            string step = _machine.Describe(_states[_parents[state]], _choices[state]);
            if (step.Length > 0) { steps.Add(step); }
        }
        steps.Reverse();
        return steps;
    }

    private int Add(ReadOnlySpan<int> vector, int parent, int choice)
    {
        int state = _states.Intern(vector);
        if (state == _parents.Count)
        {
            _parents.Add(parent);
            _choices.Add(choice);
            _lastEdgeInto.Add(None);
        }
        return state;
    }

    private List<int> FindExecutions()
    {
        bool[] completes = new bool[_states.Count];
        Stack<int> open = new(_complete);
        foreach (int state in _complete) { completes[state] = true; }
        while (open.TryPop(out int state))
        {
            for (int edge = _lastEdgeInto[state]; edge != None; edge = _edges[edge].Before)
            {
                int from = _edges[edge].From;
                if (completes[from]) { continue; }
                completes[from] = true;
                open.Push(from);
            }
        }
        return [.. Enumerable.Range(1, StateCount).Where(state => completes[state])];
    }
}
