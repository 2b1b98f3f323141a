using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Where a queue over a <see cref="NodePool{TPmem}"/> has it, and the room that it needs.</summary>
internal static class QueueAreas
{
    private const int HeadAndTailBytes = 2 * CacheLine.Bytes;

    /// <summary>The pool of nodes, directly behind the lines of head and tail.</summary>
    public static NodePoolLayout PoolOf(int threadCount, NodePoolGeometry geometry) =>
        new(new PmemAddress(PoolHeader.Bytes + HeadAndTailBytes), threadCount, geometry);

    /// <summary>Bytes of the root object.</summary>
    public static long RootBytes(int threadCount, NodePoolGeometry geometry) => HeadAndTailBytes + PoolOf(threadCount, geometry).Bytes;

    /// <summary>Bytes of a mapping in which every operation may enqueue without a node being reused.</summary>
    public static long PoolBytes(int threadCount, int operationCount, NodePoolGeometry geometry)
    {
        long nodes = 1L + BumpAllocator.OperationsOfOneThread(threadCount, operationCount);
        long areas = 2 + (nodes / geometry.AreaNodes);
        long arenaBytes = areas * (CacheLine.Bytes + ((long)geometry.AreaNodes * NodePool<RealPmem>.NodeBytes));
        return PoolHeader.Bytes + RootBytes(threadCount, geometry) + BumpAllocator.BytesOf(threadCount, arenaBytes);
    }
}
