namespace Sim.Explorer;

/// <summary>For every state, by number, the transition that first led to it: 8 bytes a state.</summary>
internal sealed class StateTrail
{
    private const int BlockShift = 12;
    private const int BlockLength = 1 << BlockShift;
    private readonly List<(int Parent, int Choice)[]> _blocks = [];

    /// <summary>How many states are known; their numbers are below this.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long MemoryBytes => 8L * BlockLength * _blocks.Count;

    /// <summary>Makes room for states to come; their transitions are set afterwards, by any thread.</summary>
    /// <returns>The number of the first of them.</returns>
    public int Reserve(int count)
    {
        int first = Count;
        Count += count;
        while (BlockLength * (long)_blocks.Count < Count) { _blocks.Add(new (int, int)[BlockLength]); }
        return first;
    }

    /// <summary>Says how a state was first reached.</summary>
    /// <param name="state">The state.</param>
    /// <param name="parent">The state before it, or -1.</param>
    /// <param name="choice">The transition between them.</param>
    public void Set(int state, int parent, int choice) => _blocks[state >> BlockShift][state & (BlockLength - 1)] = (parent, choice);

    /// <summary>The choices that lead from the initial state to a state.</summary>
    public List<int> ScheduleTo(int state)
    {
        List<int> schedule = [];
        while (true)
        {
            (int parent, int choice) = _blocks[state >> BlockShift][state & (BlockLength - 1)];
            if (parent < 0) { break; }
            schedule.Add(choice);
            state = parent;
        }
        schedule.Reverse();
        return schedule;
    }
}
