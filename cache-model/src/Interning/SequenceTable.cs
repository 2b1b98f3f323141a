using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Sim.CacheModel;

/// <summary>Gives every distinct sequence of ints one number, so that sequences compare and hash as an int.</summary>
/// <remarks>The empty sequence is number 0. All sequences stand in one flat array; spans handed out stay valid until the next call of <see cref="Intern"/>.</remarks>
public sealed class SequenceTable
{
    private readonly GrowthLock _growth;
    private int[] _data = new int[1024];
    private int[] _starts = new int[64];
    private int[] _buckets = NewBuckets(256);
    private int _count;

    /// <summary>A table that holds the empty sequence.</summary>
    /// <param name="growth">Says whether sequences may be added; null for always.</param>
    public SequenceTable(GrowthLock? growth = null)
    {
        _growth = growth ?? new GrowthLock();
        Intern([]);
    }

    /// <summary>How many sequences are known; their numbers are below this.</summary>
    public int Count => _count;

    /// <summary>The sequence with a number.</summary>
    public ReadOnlySpan<int> this[int id] => _data.AsSpan(_starts[id], _starts[id + 1] - _starts[id]);

    /// <summary>The number of a sequence.</summary>
    /// <exception cref="TableLockedException">The sequence is new, and none may be added now.</exception>
    public int Intern(ReadOnlySpan<int> sequence)
    {
        int slot = (int)(Hash(sequence) & (uint)(_buckets.Length - 1));
        for (; _buckets[slot] >= 0; slot = (slot + 1) & (_buckets.Length - 1))
        {
            if (this[_buckets[slot]].SequenceEqual(sequence)) { return _buckets[slot]; }
        }
        _growth.Demand();
        if (2 * (_count + 1) > _buckets.Length)
        {
            Rehash();
            return Intern(sequence);
        }
        _buckets[slot] = _count;
        return Append(sequence);
    }

    private static int[] NewBuckets(int length)
    {
        int[] buckets = new int[length];
        Array.Fill(buckets, -1);
        return buckets;
    }

    private static ulong Hash(ReadOnlySpan<int> sequence) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(sequence));

    private int Append(ReadOnlySpan<int> sequence)
    {
        int start = _starts[_count];
        int end = start + sequence.Length;
        if (end > _data.Length) { Array.Resize(ref _data, Math.Max(end, 2 * _data.Length)); }
        if (_count + 2 > _starts.Length) { Array.Resize(ref _starts, 2 * _starts.Length); }
        sequence.CopyTo(_data.AsSpan(start));
        _starts[_count + 1] = end;
        return _count++;
    }

    private void Rehash()
    {
        _buckets = NewBuckets(2 * _buckets.Length);
        for (int id = 0; id < _count; id++)
        {
            int slot = (int)(Hash(this[id]) & (uint)(_buckets.Length - 1));
            while (_buckets[slot] >= 0) { slot = (slot + 1) & (_buckets.Length - 1); }
            _buckets[slot] = id;
        }
    }
}
