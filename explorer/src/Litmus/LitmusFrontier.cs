using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>States of a litmus program that were found and wait to be expanded: their vectors, side by side in one array.</summary>
internal sealed class LitmusFrontier
{
    private int[] _vectors = new int[1 << 12];
    private int[] _ids = new int[64];
    private StateHash[] _hashes = new StateHash[64];
    private StateHash[] _crashHashes = new StateHash[64];
    private int _stride;

    /// <summary>How many states wait.</summary>
    public int Count { get; private set; }

    /// <summary>Empties the frontier; the states to come have at most so many ints.</summary>
    public void Reset(int stride)
    {
        Count = 0;
        _stride = stride;
    }

    /// <summary>Adds the machine's state.</summary>
    public void Add(MemoryState machine, int id)
    {
        if (machine.Length > _stride) { Widen(2 * machine.Length); }
        if (Count == _ids.Length)
        {
            Array.Resize(ref _ids, 2 * Count);
            Array.Resize(ref _hashes, 2 * Count);
            Array.Resize(ref _crashHashes, 2 * Count);
        }
        int end = (Count + 1) * _stride;
        if (end > _vectors.Length) { Array.Resize(ref _vectors, Math.Max(end, 2 * _vectors.Length)); }
        Span<int> vector = _vectors.AsSpan(Count * _stride, _stride);
        machine.Save(vector[..machine.Length]);
        vector[machine.Length..].Clear();
        _ids[Count] = id;
        _hashes[Count] = machine.Hash;
        _crashHashes[Count] = machine.CrashHash;
        Count++;
    }

    /// <summary>The number of a waiting state.</summary>
    public int Id(int index) => _ids[index];

    /// <summary>Puts a waiting state into the machine.</summary>
    public void LoadInto(MemoryState machine, int index)
    {
        int length = Math.Min(_stride, machine.Length);
        machine.Load(_vectors.AsSpan(index * _stride, length), _hashes[index], _crashHashes[index]);
    }

    private void Widen(int stride)
    {
        int[] wider = new int[Math.Max(Count + 1, 64) * stride];
        for (int i = 0; i < Count; i++)
        {
            _vectors.AsSpan(i * _stride, _stride).CopyTo(wider.AsSpan(i * stride));
        }
        _vectors = wider;
        _stride = stride;
    }
}
