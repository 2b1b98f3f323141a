using System.Numerics;

namespace Sim.Explorer.Axiomatic;

/// <summary>A binary relation over at most 64 events: row <c>a</c> has bit <c>b</c> when <c>a</c> is related to <c>b</c>.</summary>
/// <remarks>Closure and acyclicity cost a few word operations per event; tests compare both with QuikGraph's algorithms.</remarks>
internal sealed class Relation(int capacity)
{
    public const int MaxEvents = 64;

    private readonly ulong[] _rows = new ulong[capacity];

    /// <summary>How many events it is over.</summary>
    public int Count { get; private set; } = capacity;

    /// <summary>The events that <paramref name="from"/> is related to.</summary>
    public ulong this[int from] => _rows[from];

    public bool Has(int from, int to) => (_rows[from] >> to & 1) != 0;

    public void Add(int from, int to) => _rows[from] |= 1UL << to;

    /// <summary>Adds <c>[from];relation;[to]</c>.</summary>
    public void Add(Relation relation, ulong from, ulong to)
    {
        for (; from != 0; from &= from - 1)
        {
            int a = BitOperations.TrailingZeroCount(from);
            _rows[a] |= relation._rows[a] & to;
        }
    }

    /// <summary>Adds all of <paramref name="relation"/>.</summary>
    public void Add(Relation relation)
    {
        for (int a = 0; a < Count; a++)
        {
            _rows[a] |= relation._rows[a];
        }
    }

    /// <summary>Makes it the empty relation over <paramref name="count"/> events.</summary>
    public void Clear(int count)
    {
        Count = count;
        Array.Clear(_rows, 0, count);
    }

    public void CopyFrom(Relation relation)
    {
        Count = relation.Count;
        Array.Copy(relation._rows, _rows, Count);
    }

    /// <summary>Makes it transitive; false when it has a cycle.</summary>
    public bool Close()
    {
        for (int via = 0; via < Count; via++)
        {
            ulong row = _rows[via];
            for (int a = 0; a < Count; a++)
            {
                if ((_rows[a] >> via & 1) != 0) { _rows[a] |= row; }
            }
        }
        for (int a = 0; a < Count; a++)
        {
            if (Has(a, a)) { return false; }
        }
        return true;
    }

    /// <summary>Adds a pair to a transitive, acyclic relation and keeps it so; false, and unchanged, when that would make a cycle.</summary>
    public bool AddClosed(int from, int to)
    {
        if (from == to || Has(to, from)) { return false; }
        if (Has(from, to)) { return true; }
        ulong reached = _rows[to] | 1UL << to;
        for (int a = 0; a < Count; a++)
        {
            if (a == from || Has(a, from)) { _rows[a] |= reached; }
        }
        return true;
    }
}
