using System.IO.Hashing;
using Sim.Simulator;

namespace Sim.Explorer.Traces;

/// <summary>The different contents of persist units, numbered: two units hold the same bytes exactly when the numbers are equal.</summary>
/// <param name="unitBytes">Bytes of a unit.</param>
internal sealed class UnitContents(int unitBytes)
{
    private const int ChunkUnits = 1 << 12;
    private const int MaxUnits = 1 << 24;

    private byte[][] _chunks = [];
    private int[] _slots = new int[1 << 10];

    /// <summary>Bytes of a unit.</summary>
    public int UnitBytes => unitBytes;

    /// <summary>How many different contents there are.</summary>
    public int Count { get; private set; }

    /// <summary>What has been numbered so far, for a reader on another thread.</summary>
    public ContentView View => new(_chunks, unitBytes);

    /// <summary>The bytes with a number.</summary>
    public ReadOnlySpan<byte> this[int id] => View[id];

    /// <summary>The number of a content, given anew when it is met for the first time.</summary>
    /// <exception cref="InputException">There are more than 16 million.</exception>
    public int Intern(ReadOnlySpan<byte> content)
    {
        int mask = _slots.Length - 1;
        int slot = (int)XxHash3.HashToUInt64(content) & mask;
        while (_slots[slot] is int stored and not 0)
        {
            if (View[stored - 1].SequenceEqual(content)) { return stored - 1; }
            slot = (slot + 1) & mask;
        }
        if (Count == MaxUnits) { throw new InputException($"the trace gives its cache lines more than {MaxUnits} different contents, explore a part of it"); }
        if (Count == _chunks.Length * ChunkUnits) { _chunks = [.. _chunks, new byte[ChunkUnits * unitBytes]]; }
        content.CopyTo(_chunks[Count / ChunkUnits].AsSpan(Count % ChunkUnits * unitBytes));
        _slots[slot] = ++Count;
        if (Count * 2 > _slots.Length) { Rehash(); }
        return Count - 1;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int id = 0; id < Count; id++)
        {
            int slot = (int)XxHash3.HashToUInt64(this[id]) & mask;
            while (_slots[slot] != 0) { slot = (slot + 1) & mask; }
            _slots[slot] = id + 1;
        }
    }

    /// <summary>Contents that no longer change.</summary>
    internal readonly struct ContentView(byte[][] chunks, int unitBytes)
    {
        /// <summary>The bytes with a number.</summary>
        public ReadOnlySpan<byte> this[int id] => chunks[id / ChunkUnits].AsSpan(id % ChunkUnits * unitBytes, unitBytes);
    }
}
