using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Where the parts of a <see cref="DurableQueue{TPmem}"/> lie: what different threads write has lines of its own.</summary>
internal static class QueueLayout
{
    /// <summary>Bytes of a node that are used; it has a line of its own.</summary>
    public const int NodeBytes = 3 * PersistWord.Bytes;

    /// <summary>The pointer to the node before the first item; in effect volatile, for recovery walks on from any older one.</summary>
    public static PmemAddress Head => new(PoolHeader.Bytes);

    /// <summary>The pointer to the last node, or to one before it; recovery does not read it.</summary>
    public static PmemAddress Tail => Head + CacheLine.Bytes;

    /// <summary>The number of threads, constant.</summary>
    public static PmemAddress ThreadCount => Tail + CacheLine.Bytes;

    /// <summary>A thread's answer.</summary>
    public static PmemAddress Answer(int thread) => ThreadCount + ((1L + thread) * CacheLine.Bytes);

    /// <summary>Bytes of the root object.</summary>
    public static long RootBytes(int threadCount) => Answer(threadCount) - Head;

    /// <summary>The item of a node; immutable.</summary>
    public static PmemAddress Value(PmemAddress node) => node;

    /// <summary>The link to the next node, or 0.</summary>
    public static PmemAddress Next(PmemAddress node) => node + PersistWord.Bytes;

    /// <summary>The thread that dequeued the node, counted from 1, or 0 (the paper's <c>deqThreadID</c>).</summary>
    public static PmemAddress Claim(PmemAddress node) => node + (2 * PersistWord.Bytes);
}
