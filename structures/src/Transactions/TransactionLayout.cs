using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Where the parts of a transactional pool lie: the lock, the technique's state, a log for each thread, and the heap, once or twice.</summary>
/// <param name="ThreadCount">Threads.</param>
/// <param name="HeapBytes">Bytes of the heap, whole lines.</param>
internal readonly record struct TransactionLayout(int ThreadCount, long HeapBytes)
{
    /// <summary>Bytes of a thread's log: one header line and seven lines of entries.</summary>
    public const int LaneBytes = 8 * CacheLine.Bytes;

    /// <summary>The lock of all transactions; volatile.</summary>
    public static PmemAddress Lock => new(PoolHeader.Bytes);

    /// <summary>The technique's state, in a line of its own.</summary>
    public static PmemAddress State => Lock + CacheLine.Bytes;

    /// <summary>A thread's log.</summary>
    public static PmemAddress Lane(int thread) => State + CacheLine.Bytes + (thread * (long)LaneBytes);

    /// <summary>The first or second heap.</summary>
    public PmemAddress Heap(int number) => Lane(ThreadCount) + (number * HeapBytes);

    /// <summary>Bytes of all parts.</summary>
    public long Bytes(bool hasTwoHeaps) => Heap(hasTwoHeaps ? 2 : 1) - Lock;
}
