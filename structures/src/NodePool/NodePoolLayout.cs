using Sim.CacheModel;

namespace Sim.Structures;

/// <summary>Where a <see cref="NodePool{TPmem}"/> keeps what it knows, for each thread in lines of its own.</summary>
/// <remarks>Persistent: the list of areas. Volatile, in mapped memory all the same, and rebuilt by recovery: everything else.</remarks>
/// <param name="Start">The first byte, aligned to a line.</param>
/// <param name="ThreadCount">Threads.</param>
/// <param name="Geometry">The sizes.</param>
internal readonly record struct NodePoolLayout(PmemAddress Start, int ThreadCount, NodePoolGeometry Geometry)
{
    private const int VolatileWordCount = 6;

    /// <summary>Bytes in all.</summary>
    public long Bytes => ThreadCount * ThreadBytes;

    private long EntryBytes => (1L + ThreadCount) * PersistWord.Bytes;

    private long ThreadBytes => CacheLine.Bytes + RoundUp((VolatileWordCount * PersistWord.Bytes) + (Geometry.RingLength * EntryBytes));

    /// <summary>The thread's newest area (persistent).</summary>
    public PmemAddress Areas(int thread) => Start + (thread * ThreadBytes);

    /// <summary>How many operations the thread has ended.</summary>
    public PmemAddress Ended(int thread) => Areas(thread) + CacheLine.Bytes;

    /// <summary>The node that the thread's last dequeue took off, not yet free.</summary>
    public PmemAddress Retired(int thread) => Ended(thread) + PersistWord.Bytes;

    /// <summary>The first node of the newest area that was never used.</summary>
    public PmemAddress Fresh(int thread) => Retired(thread) + PersistWord.Bytes;

    /// <summary>The end of the newest area.</summary>
    public PmemAddress FreshEnd(int thread) => Fresh(thread) + PersistWord.Bytes;

    /// <summary>How many nodes were taken from the ring of freed ones.</summary>
    public PmemAddress Taken(int thread) => FreshEnd(thread) + PersistWord.Bytes;

    /// <summary>How many nodes were put into the ring of freed ones.</summary>
    public PmemAddress Freed(int thread) => Taken(thread) + PersistWord.Bytes;

    /// <summary>An entry of the ring: the node, then for every thread the operations that it had ended.</summary>
    public PmemAddress Entry(int thread, long number) =>
        Freed(thread) + PersistWord.Bytes + (number % Geometry.RingLength * EntryBytes);

    private static long RoundUp(long bytes) => (bytes + CacheLine.Bytes - 1) & -CacheLine.Bytes;
}
