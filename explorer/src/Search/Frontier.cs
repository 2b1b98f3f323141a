using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>The states that were found and wait to be expanded, first in, first out, in flat blocks that are used again.</summary>
/// <remarks>States are numbered in the order in which they are found, so the states that wait have consecutive numbers.</remarks>
internal sealed class Frontier
{
    private const int BlockShift = 8;
    private const int BlockLength = 1 << BlockShift;
    private readonly Queue<Block> _blocks = [];
    private readonly Stack<Block> _free = [];
    private Block[] _index = [];
    private int _firstBlock;
    private long _memoryBytes;

    /// <summary>The state that waits longest.</summary>
    public int First { get; private set; }

    /// <summary>One more than the number of the newest state.</summary>
    public int End { get; private set; }

    /// <summary>How many states wait.</summary>
    public int Count => End - First;

    /// <summary>Bytes held.</summary>
    public long MemoryBytes => _memoryBytes;

    /// <summary>Makes room for states to come; they are set afterwards, by any thread.</summary>
    /// <param name="count">How many.</param>
    /// <param name="length">Ints in each.</param>
    public void Reserve(int count, int length)
    {
        foreach (Block block in _blocks.Skip((End >> BlockShift) - _firstBlock)) { Widen(block, length); }
        End += count;
        while ((_firstBlock + _blocks.Count) << BlockShift < End)
        {
            if (!_free.TryPop(out Block? block))
            {
                block = new Block();
                _memoryBytes += block.MemoryBytes;
            }
            Widen(block, length);
            _blocks.Enqueue(block);
        }
        _index = [.. _blocks];
    }

    /// <summary>Puts a state in its place.</summary>
    public void Set(int state, ReadOnlySpan<int> vector, StateHash hash, StateHash crashHash) =>
        _index[(state >> BlockShift) - _firstBlock].Set(state & (BlockLength - 1), vector, hash, crashHash);

    /// <summary>Puts a waiting state into a machine.</summary>
    public void LoadInto(Machine machine, int state) =>
        _index[(state >> BlockShift) - _firstBlock].LoadInto(machine, state & (BlockLength - 1));

    /// <summary>Takes the states before one out.</summary>
    public void RemoveBefore(int state)
    {
        First = state;
        for (; _firstBlock < state >> BlockShift; _firstBlock++) { _free.Push(_blocks.Dequeue()); }
        _index = [.. _blocks];
    }

    private void Widen(Block block, int length)
    {
        _memoryBytes -= block.MemoryBytes;
        block.Widen(length);
        _memoryBytes += block.MemoryBytes;
    }

    private sealed class Block
    {
        private readonly StateHash[] _hashes = new StateHash[BlockLength];
        private readonly StateHash[] _crashHashes = new StateHash[BlockLength];
        private int[] _vectors = [];
        private int _stride;

        public long MemoryBytes => (32L * BlockLength) + (4L * _vectors.Length);

        public void Widen(int stride)
        {
            if (stride <= _stride) { return; }
            int[] wider = new int[BlockLength * stride];
            for (int i = 0; i < BlockLength; i++) { _vectors.AsSpan(i * _stride, _stride).CopyTo(wider.AsSpan(i * stride)); }
            (_vectors, _stride) = (wider, stride);
        }

        public void Set(int index, ReadOnlySpan<int> vector, StateHash hash, StateHash crashHash)
        {
            Span<int> place = _vectors.AsSpan(index * _stride, _stride);
            vector.CopyTo(place);
            place[vector.Length..].Clear();
            _hashes[index] = hash;
            _crashHashes[index] = crashHash;
        }

        public void LoadInto(Machine machine, int index)
        {
            int length = Math.Min(_stride, machine.Length);
            machine.Load(_vectors.AsSpan(index * _stride, length), _hashes[index], _crashHashes[index]);
        }
    }
}
