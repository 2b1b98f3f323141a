using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Consecutive states that are expanded together, in chunks that any thread may take, and what has come of them.</summary>
/// <param name="growth">The lock of the tables that the machines share.</param>
internal sealed class Batch(GrowthLock growth)
{
    /// <summary>States of a chunk.</summary>
    public const int ChunkLength = 64;

    /// <summary>The most states of a batch.</summary>
    public const int Capacity = 64 * ChunkLength;

    private const int InTime = -1;
    private const int Grown = -2;
    private const int Waiting = -3;

    private readonly List<Expansion> _chunks = [];
    private readonly Expansion _late = new();

    // For each state InTime, Grown, Waiting, or its place among the late ones.
    private readonly int[] _fate = new int[Capacity];

    /// <summary>The number of the first state.</summary>
    public int First { get; private set; }

    /// <summary>How many states.</summary>
    public int Count { get; private set; }

    /// <summary>How many chunks.</summary>
    public int ChunkCount => (Count + ChunkLength - 1) / ChunkLength;

    /// <summary>Bytes held.</summary>
    public long MemoryBytes => _late.MemoryBytes + _chunks.Sum(chunk => chunk.MemoryBytes);

    /// <summary>The first violation in the order of the states, or null.</summary>
    public FoundViolation? Violation => _chunks.Take(ChunkCount).Append(_late)
        .Select(expansion => expansion.Violation).Where(found => found is not null).MinBy(found => found!.State);

    /// <summary>The states, in order, whose expansion has made tables grow.</summary>
    public IEnumerable<int> Growing => Enumerable.Range(0, Count).Where(place => _fate[place] != InTime).Select(place => First + place);

    /// <summary>Starts a batch.</summary>
    public void Start(int first, int count)
    {
        First = first;
        Count = count;
        while (_chunks.Count < ChunkCount) { _chunks.Add(new Expansion()); }
    }

    /// <summary>Keeps the first states only.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>The states of a chunk, by their places in the batch.</summary>
    public (int Start, int End) BoundsOf(int chunk) => (chunk * ChunkLength, Math.Min((chunk + 1) * ChunkLength, Count));

    /// <summary>Expands the states of a chunk; while tables are locked, some are left to <see cref="ExpandLate"/>.</summary>
    public void ExpandChunk(int chunk, Frontier frontier, Machine machine, VisitedStates visited)
    {
        (int start, int end) = BoundsOf(chunk);
        _chunks[chunk].Start(ChunkLength);
        for (int place = start; place < end; place++)
        {
            long before = growth.GrowthCount;
            bool isDone = _chunks[chunk].TryExpand(place - start, First + place, frontier, machine, visited);
            _fate[place] = !isDone ? Waiting : before != growth.GrowthCount ? Grown : InTime;
        }
    }

    /// <summary>Expands what is left, in order, while tables may grow.</summary>
    public void ExpandLate(Frontier frontier, Machine machine, VisitedStates visited)
    {
        int lateCount = 0;
        _late.Start(Count);
        for (int place = 0; place < Count; place++)
        {
            if (_fate[place] != Waiting) { continue; }
            _fate[place] = lateCount++;
            _late.TryExpand(_fate[place], First + place, frontier, machine, visited);
        }
    }

    /// <summary>The successors of a state, as a range; those known before the batch are missing.</summary>
    public (Successors Successors, int Start, int End) SuccessorsOf(int place)
    {
        (Expansion expansion, int index) = ExpansionOf(place);
        (int start, int end) = expansion.RangeOf(index);
        return (expansion.Successors, start, end);
    }

    /// <summary>The transitions taken from all states.</summary>
    public long TransitionCount()
    {
        long transitions = 0;
        for (int place = 0; place < Count; place++)
        {
            (Expansion expansion, int index) = ExpansionOf(place);
            transitions += expansion.TransitionsOf(index);
        }
        return transitions;
    }

    private (Expansion Expansion, int Index) ExpansionOf(int place) =>
        _fate[place] >= 0 ? (_late, _fate[place]) : (_chunks[place / ChunkLength], place % ChunkLength);
}
