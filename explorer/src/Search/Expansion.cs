using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Expands a few states: lists their transitions and takes them one after the other.</summary>
/// <remarks>
/// A state whose expansion needs an entry that a locked table lacks is given up as a whole and left to the writer; see
/// <see cref="GrowthLock"/>. The successors of each state come in the order of its choices.
/// </remarks>
internal sealed class Expansion
{
    private readonly List<int> _choices = [];
    private int[] _starts = [];
    private int[] _ends = [];
    private int[] _transitions = [];

    /// <summary>The successors of all states of the chunk.</summary>
    public Successors Successors { get; } = new();

    /// <summary>The first violation, by the order of the states.</summary>
    public FoundViolation? Violation { get; private set; }

    /// <summary>Bytes held.</summary>
    public long MemoryBytes => Successors.MemoryBytes + (12L * _starts.Length);

    /// <summary>Starts a chunk of so many states.</summary>
    public void Start(int stateCount)
    {
        if (stateCount > _starts.Length)
        {
            _starts = new int[stateCount];
            _ends = new int[stateCount];
            _transitions = new int[stateCount];
        }
        Successors.Clear();
        Violation = null;
    }

    /// <summary>The successors of a state of the chunk, as a range of <see cref="Successors"/>; those known before may be missing.</summary>
    public (int Start, int End) RangeOf(int index) => (_starts[index], _ends[index]);

    /// <summary>The transitions of a state of the chunk.</summary>
    public int TransitionsOf(int index) => _transitions[index];

    /// <summary>Expands a state.</summary>
    /// <param name="index">Its place in the chunk; states come in order.</param>
    /// <param name="state">Its number.</param>
    /// <param name="frontier">Holds it.</param>
    /// <param name="machine">Takes the transitions.</param>
    /// <param name="visited">Successors that are in there already are dropped.</param>
    /// <returns>Whether it was expanded; if not, a locked table lacks something, and there is no trace of the state.</returns>
    public bool TryExpand(int index, int state, Frontier frontier, Machine machine, VisitedStates visited)
    {
        int start = Successors.Count;
        try
        {
            Expand(index, state, frontier, machine, visited);
            return true;
        }
        catch (TableLockedException)
        {
            Successors.Truncate(start);
            return false;
        }
    }

    private void Expand(int index, int state, Frontier frontier, Machine machine, VisitedStates visited)
    {
        _starts[index] = Successors.Count;
        _transitions[index] = 0;
        frontier.LoadInto(machine, state);
        machine.ListChoices(_choices);
        if (_choices.Count == 0)
        {
            machine.JudgeEnd();
            if (machine.Violation is { } stuck) { Violation ??= new FoundViolation(stuck, state, null); }
        }
        for (int i = 0; i < _choices.Count; i++)
        {
            if (i > 0) { frontier.LoadInto(machine, state); }
            machine.Step(_choices[i]);
            _transitions[index]++;
            if (machine.Violation is { } violation)
            {
                Violation ??= new FoundViolation(violation, state, _choices[i]);
                break;
            }
            Successors.Add(machine, _choices[i]);
            int last = Successors.Count - 1;
            if (visited.Contains(machine.Hash, Successors.Vector(last))) { Successors.Truncate(last); }
        }
        _ends[index] = Successors.Count;
    }
}

/// <summary>A violation and where it was found.</summary>
/// <param name="Violation">What does not hold.</param>
/// <param name="State">The state.</param>
/// <param name="Choice">The transition from it that runs into the violation, or null where the state itself shows it.</param>
internal sealed record FoundViolation(Violation Violation, int State, int? Choice);
