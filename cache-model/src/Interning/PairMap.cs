using System.Numerics;

namespace Sim.CacheModel;

/// <summary>A map from pairs of ints to ints, for remembering what an operation on interned things gives.</summary>
/// <remarks>Open addressing in one flat array: a lookup is one multiplication and, nearly always, one cache line.</remarks>
/// <param name="growth">Says whether pairs may be added; null for always.</param>
public sealed class PairMap(GrowthLock? growth = null)
{
    private const int Absent = int.MinValue;
    private readonly GrowthLock _growth = growth ?? new GrowthLock();
    private Entry[] _entries = NewEntries(256);
    private int _shift = 64 - 8;
    private int _count;

    private struct Entry
    {
        public ulong Key;
        public int Value;
    }

    /// <summary>How many pairs are known.</summary>
    public int Count => _count;

    /// <summary>Looks a pair up.</summary>
    public bool TryGet(int first, int second, out int value)
    {
        ulong key = Key(first, second);
        Entry[] entries = _entries;
        int slot = Slot(key);
        while (true)
        {
            ref readonly Entry entry = ref entries[slot & (entries.Length - 1)];
            value = entry.Value;
            if (entry.Key == key && value != Absent) { return true; }
            if (value == Absent) { return false; }
            slot++;
        }
    }

    /// <summary>Adds a pair that is not yet known.</summary>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="TableLockedException">No pair may be added now.</exception>
    public int Add(int first, int second, int value)
    {
        _growth.Demand();
        Invariant.Holds(value != Absent, "this value means that there is none");
        if (2 * (_count + 1) > _entries.Length) { Grow(); }
        Place(Key(first, second), value);
        _count++;
        return value;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (ref Entry entry in _entries.AsSpan()) { entry.Value = Absent; }
        _count = 0;
    }

    private static Entry[] NewEntries(int length)
    {
        Entry[] entries = new Entry[length];
        foreach (ref Entry entry in entries.AsSpan()) { entry.Value = Absent; }
        return entries;
    }

    private static ulong Key(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    private int Slot(ulong key) => (int)((key * 0x9E3779B97F4A7C15UL) >> _shift);

    private void Place(ulong key, int value)
    {
        int slot = Slot(key);
        while (_entries[slot].Value != Absent) { slot = (slot + 1) & (_entries.Length - 1); }
        _entries[slot] = new Entry { Key = key, Value = value };
    }

    private void Grow()
    {
        Entry[] entries = _entries;
        _entries = NewEntries(2 * entries.Length);
        _shift = 64 - BitOperations.Log2((uint)_entries.Length);
        foreach (Entry entry in entries)
        {
            if (entry.Value != Absent) { Place(entry.Key, entry.Value); }
        }
    }
}
