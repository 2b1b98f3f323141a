using System.Numerics;

namespace Sim.CacheModel;

/// <summary>A map from pairs of ints to ints, for remembering what an operation on interned things gives.</summary>
/// <remarks>Open addressing in two flat arrays: a lookup is one multiplication and, nearly always, one probe.</remarks>
public sealed class PairMap
{
    private const int Absent = int.MinValue;
    private ulong[] _keys = new ulong[256];
    private int[] _values = NewValues(256);
    private int _count;

    /// <summary>How many pairs are known.</summary>
    public int Count => _count;

    /// <summary>Looks a pair up.</summary>
    public bool TryGet(int first, int second, out int value)
    {
        ulong key = Key(first, second);
        int slot = Slot(key);
        while (true)
        {
            value = _values[slot];
            if (value == Absent) { return false; }
            if (_keys[slot] == key) { return true; }
            slot = (slot + 1) & (_keys.Length - 1);
        }
    }

    /// <summary>Adds a pair that is not yet known.</summary>
    /// <returns><paramref name="value"/>.</returns>
    public int Add(int first, int second, int value)
    {
        if (2 * (_count + 1) > _keys.Length) { Grow(); }
        Place(Key(first, second), value);
        _count++;
        return value;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Fill(_values, Absent);
        _count = 0;
    }

    private static int[] NewValues(int length)
    {
        int[] values = new int[length];
        Array.Fill(values, Absent);
        return values;
    }

    private static ulong Key(int first, int second) => ((ulong)(uint)first << 32) | (uint)second;

    private int Slot(ulong key) =>
        (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - BitOperations.Log2((uint)_keys.Length)));

    private void Place(ulong key, int value)
    {
        int slot = Slot(key);
        while (_values[slot] != Absent) { slot = (slot + 1) & (_keys.Length - 1); }
        _keys[slot] = key;
        _values[slot] = value;
    }

    private void Grow()
    {
        ulong[] keys = _keys;
        int[] values = _values;
        _keys = new ulong[2 * keys.Length];
        _values = NewValues(2 * keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (values[i] != Absent) { Place(keys[i], values[i]); }
        }
    }
}
