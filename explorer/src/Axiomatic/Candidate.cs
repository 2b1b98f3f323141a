using System.Numerics;

namespace Sim.Explorer.Axiomatic;

/// <summary>A candidate execution: the events of one path through every thread, and the relations chosen between them.</summary>
/// <remarks>One object is reused for all candidates of a program; what it holds is valid until the enumeration goes on.</remarks>
internal sealed class Candidate
{
    private readonly ulong[] _sets = new ulong[BitOperations.Log2((uint)EventClass.DF) + 1];

    /// <summary>A candidate over at most <paramref name="capacity"/> events.</summary>
    /// <param name="capacity">The most events of any combination of paths.</param>
    /// <param name="unitOfLocation">The unit that each location belongs to.</param>
    /// <param name="isPersistent">Which units survive a crash.</param>
    /// <param name="initial">The initial value of each location.</param>
    public Candidate(int capacity, int[] unitOfLocation, bool[] isPersistent, long[] initial)
    {
        Events = new ExecutionEvent[capacity];
        Po = new Relation(capacity);
        PoLine = new Relation(capacity);
        PoLocation = new Relation(capacity);
        ReadsFrom = new int[capacity];
        Position = new int[capacity];
        UnitOfLocation = unitOfLocation;
        IsPersistent = isPersistent;
        Initial = initial;
        OrderCount = new int[isPersistent.Length];
        Order = [.. isPersistent.Select(_ => new int[capacity])];
        int covers = capacity * isPersistent.Length;
        CoverFlush = new int[covers];
        CoverUnit = new int[covers];
        Covered = new int[covers];
    }

    public int Count { get; private set; }

    public ExecutionEvent[] Events { get; }

    /// <summary>po: program order; the words of one wide store are not ordered.</summary>
    public Relation Po { get; }

    /// <summary>po &amp; cl: both events on one cache line.</summary>
    public Relation PoLine { get; }

    /// <summary>po between accesses of one location.</summary>
    public Relation PoLocation { get; }

    public ulong Reads { get; private set; }

    public ulong Writes { get; private set; }

    /// <summary>rf: the write that each read returns, or -1 for the initial value.</summary>
    public int[] ReadsFrom { get; }

    /// <summary>The unit of each location: itself, or its line.</summary>
    public int[] UnitOfLocation { get; }

    /// <summary>Which units survive a crash.</summary>
    public bool[] IsPersistent { get; }

    public long[] Initial { get; }

    /// <summary>co (or lo): the writes of each unit in order.</summary>
    public int[][] Order { get; }

    public int[] OrderCount { get; }

    /// <summary>The index of a write in its unit's order; -1 while it has none.</summary>
    public int[] Position { get; }

    /// <summary>pf: <see cref="CoverFlush"/> covers the first <see cref="Covered"/> writes of <see cref="CoverUnit"/>.</summary>
    public int CoverCount { get; set; }

    public int[] CoverFlush { get; }

    public int[] CoverUnit { get; }

    public int[] Covered { get; }

    /// <summary>What the registers of each thread hold at its end.</summary>
    public ThreadTrace[] Traces { get; private set; } = [];

    /// <summary>The closed relations of the model's axioms, by the axiom's index; set by the enumeration.</summary>
    public Relation[] Closures { get; set; } = [];

    /// <summary>The closure of the model's first axiom.</summary>
    public Relation HappensBefore => Closures[0];

    public Relation Closure(int axiom) => Closures[axiom];

    /// <summary>The events that belong to one of the sets.</summary>
    public ulong Of(EventClass sets)
    {
        ulong events = 0;
        for (uint left = (uint)sets; left != 0; left &= left - 1)
        {
            events |= _sets[BitOperations.TrailingZeroCount(left)];
        }
        return events;
    }

    /// <summary>Takes the events of one path per thread; nothing is chosen yet.</summary>
    public void Begin(ThreadTrace[] traces, int[] lineOfLocation)
    {
        Traces = traces;
        Count = traces.Sum(trace => trace.Events.Length);
        Array.Clear(_sets);
        Po.Clear(Count);
        PoLine.Clear(Count);
        PoLocation.Clear(Count);
        (Reads, Writes, CoverCount) = (0, 0, 0);
        Array.Clear(OrderCount);
        int first = 0;
        foreach (ThreadTrace trace in traces)
        {
            for (int i = 0; i < trace.Events.Length; i++)
            {
                Add(first, first + i, trace.Events[i], lineOfLocation);
            }
            first += trace.Events.Length;
        }
    }

    private void Add(int first, int index, ExecutionEvent e, int[] lineOfLocation)
    {
        ulong bit = 1UL << index;
        Events[index] = e;
        Position[index] = ReadsFrom[index] = -1;
        if (e.IsRead) { Reads |= bit; }
        if (e.IsWrite) { Writes |= bit; }
        for (uint left = (uint)e.Class; left != 0; left &= left - 1)
        {
            _sets[BitOperations.TrailingZeroCount(left)] |= bit;
        }
        for (int earlier = first; earlier < index; earlier++)
        {
            ExecutionEvent other = Events[earlier];
            if (other.Position == e.Position) { continue; }
            Po.Add(earlier, index);
            if (e.Location < 0 || other.Location < 0) { continue; }
            if (lineOfLocation[e.Location] == lineOfLocation[other.Location]) { PoLine.Add(earlier, index); }
            if (e.Location == other.Location) { PoLocation.Add(earlier, index); }
        }
    }

    /// <summary>The index of the first event of a thread.</summary>
    public int FirstOf(int thread)
    {
        int first = 0;
        for (int t = 0; t < thread; t++)
        {
            first += Traces[t].Events.Length;
        }
        return first;
    }
}
