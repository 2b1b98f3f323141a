using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>What the expansion of some states has given: their successors side by side in flat arrays, in order.</summary>
internal sealed class Successors
{
    private int[] _vectors = new int[1 << 10];
    private StateHash[] _hashes = new StateHash[64];
    private StateHash[] _crashHashes = new StateHash[64];
    private int[] _choices = new int[64];
    private bool[] _isNew = new bool[64];
    private int _stride;

    /// <summary>How many successors there are.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long MemoryBytes => (4L * _vectors.Length) + (37L * _hashes.Length);

    /// <summary>Forgets them all.</summary>
    public void Clear() => Count = 0;

    /// <summary>Forgets the last ones.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Adds the machine's state.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="choice">The transition that has led there.</param>
    public void Add(Machine machine, int choice)
    {
        if (machine.Length > _stride) { Widen(machine.Length); }
        if (Count == _hashes.Length) { Lengthen(); }
        int end = (Count + 1) * _stride;
        if (end > _vectors.Length) { Array.Resize(ref _vectors, Math.Max(end, 2 * _vectors.Length)); }
        machine.Save(_vectors.AsSpan(Count * _stride, _stride));
        _hashes[Count] = machine.Hash;
        _crashHashes[Count] = machine.CrashHash;
        _choices[Count] = choice;
        Count++;
    }

    /// <summary>The hash of a successor.</summary>
    public StateHash Hash(int index) => _hashes[index];

    /// <summary>The hash of what a crash can leave in it.</summary>
    public StateHash CrashHash(int index) => _crashHashes[index];

    /// <summary>The transition that has led to it.</summary>
    public int Choice(int index) => _choices[index];

    /// <summary>Its vector.</summary>
    public ReadOnlySpan<int> Vector(int index) => _vectors.AsSpan(index * _stride, _stride);

    /// <summary>Whether it was not known before.</summary>
    public bool IsNew(int index) => _isNew[index];

    /// <summary>Says whether it was not known before; different threads may say so of different successors.</summary>
    public void SetNew(int index, bool isNew) => _isNew[index] = isNew;

    private void Lengthen()
    {
        Array.Resize(ref _hashes, 2 * Count);
        Array.Resize(ref _crashHashes, 2 * Count);
        Array.Resize(ref _choices, 2 * Count);
        Array.Resize(ref _isNew, 2 * Count);
    }

    private void Widen(int stride)
    {
        int[] wider = new int[Math.Max(Count + 1, 64) * stride];
        for (int i = 0; i < Count; i++) { Vector(i).CopyTo(wider.AsSpan(i * stride)); }
        (_vectors, _stride) = (wider, stride);
    }
}
