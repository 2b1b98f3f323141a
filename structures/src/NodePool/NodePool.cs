using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Nodes of 32 bytes from areas that recovery can scan, handed out again when no thread can still hold them.</summary>
/// <remarks>
/// The allocator that the queues of Sela and Petrank are written for (ssmem): areas are zeroed and persistent before their first node is
/// used; a thread's freed nodes wait until every other thread has ended two operations. Two, because the store that ends an operation may
/// wait in the store buffer until the next operation's first locked instruction or fence. A free node keeps its persistent contents.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="layout">Where it keeps what it knows.</param>
internal readonly struct NodePool<TPmem>(TPmem pmem, NodePoolLayout layout)
    where TPmem : struct, IPmem
{
    /// <summary>Bytes of a node: two share a line, none straddles.</summary>
    public const int NodeBytes = 32;

    private const int OperationsUntilSafe = 2;

    /// <summary>A node for the thread: one that is free and safe, else a fresh one.</summary>
    /// <exception cref="PoolFullException">There is no room for another area.</exception>
    public PmemAddress Take(int thread)
    {
        long taken = pmem.Load<long>(layout.Taken(thread));
        if (taken < pmem.Load<long>(layout.Freed(thread)) && IsSafe(thread, taken))
        {
            PmemAddress node = pmem.LoadPointer(layout.Entry(thread, taken));
            pmem.Store(layout.Taken(thread), taken + 1, "take node");
            return node;
        }
        PmemAddress fresh = pmem.LoadPointer(layout.Fresh(thread));
        if (fresh == pmem.LoadPointer(layout.FreshEnd(thread))) { fresh = AddArea(thread); }
        pmem.Store(layout.Fresh(thread), fresh.Offset + NodeBytes, "take node");
        return fresh;
    }

    /// <summary>Frees the node retired before, and retires another: its removal may not be persistent yet, that of the one before is.</summary>
    /// <returns>The node that is free now, or null.</returns>
    public PmemAddress Retire(int thread, PmemAddress node)
    {
        PmemAddress before = pmem.LoadPointer(layout.Retired(thread));
        pmem.Store(layout.Retired(thread), node.Offset, "retire node");
        if (!before.IsNull) { Free(thread, before); }
        return before;
    }

    /// <summary>The node that the thread retired last, or null.</summary>
    public PmemAddress RetiredBy(int thread) => pmem.LoadPointer(layout.Retired(thread));

    /// <summary>Tells that the thread holds no node any more.</summary>
    public void EndOperation(int thread) =>
        pmem.Store(layout.Ended(thread), pmem.Load<long>(layout.Ended(thread)) + 1, "end operation");

    /// <summary>All nodes of all areas, in no particular order; for recovery.</summary>
    public List<PmemAddress> AllNodes()
    {
        List<PmemAddress> nodes = [];
        for (int thread = 0; thread < layout.ThreadCount; thread++)
        {
            for (PmemAddress area = pmem.LoadPointer(layout.Areas(thread)); !area.IsNull; area = pmem.LoadPointer(area))
            {
                for (int number = 0; number < layout.Geometry.AreaNodes; number++) { nodes.Add(area + CacheLine.Bytes + (number * NodeBytes)); }
            }
        }
        return nodes;
    }

    /// <summary>Makes the pool usable after a crash: no node is retired, and these are free.</summary>
    /// <param name="free">The free nodes.</param>
    public void Recover(IReadOnlyList<PmemAddress> free)
    {
        int threadCount = layout.ThreadCount;
        int ringLength = layout.Geometry.RingLength;
        for (int thread = 0; thread < threadCount; thread++)
        {
            pmem.Store(layout.Ended(thread), (long)OperationsUntilSafe, "recover pool");
            pmem.Store(layout.Retired(thread), 0L, "recover pool");
            pmem.Store(layout.Fresh(thread), 0L, "recover pool");
            pmem.Store(layout.FreshEnd(thread), 0L, "recover pool");
            pmem.Store(layout.Taken(thread), 0L, "recover pool");
            int remainder = thread;
            PmemAddress[] share = [.. free.Where((_, number) => number % threadCount == remainder).Take(ringLength)];
            pmem.Store(layout.Freed(thread), (long)share.Length, "recover pool");
            for (int number = 0; number < share.Length; number++)
            {
                pmem.Store(layout.Entry(thread, number), share[number].Offset, "recover pool");
                for (int other = 0; other < threadCount; other++) { pmem.Store(EndedIn(thread, number, other), 0L, "recover pool"); }
            }
        }
    }

    private PmemAddress EndedIn(int thread, long number, int other) => layout.Entry(thread, number) + ((1L + other) * PersistWord.Bytes);

    private bool IsSafe(int thread, long number)
    {
        for (int other = 0; other < layout.ThreadCount; other++)
        {
            if (other == thread) { continue; }
            long then = pmem.Load<long>(EndedIn(thread, number, other));
            if (pmem.Load<long>(layout.Ended(other)) < then + OperationsUntilSafe) { return false; }
        }
        return true;
    }

    private void Free(int thread, PmemAddress node)
    {
        long freed = pmem.Load<long>(layout.Freed(thread));
        if (freed - pmem.Load<long>(layout.Taken(thread)) == layout.Geometry.RingLength) { return; }
        pmem.Store(layout.Entry(thread, freed), node.Offset, "free node");
        for (int other = 0; other < layout.ThreadCount; other++)
        {
            if (other != thread) { pmem.Store(EndedIn(thread, freed, other), pmem.Load<long>(layout.Ended(other)), "free node"); }
        }
        pmem.Store(layout.Freed(thread), freed + 1, "free node");
    }

    private PmemAddress AddArea(int thread)
    {
        int nodesBytes = layout.Geometry.AreaNodes * NodeBytes;
        PmemAddress area = BumpAllocator.Allocate(pmem, thread, CacheLine.Bytes + nodesBytes);
        pmem.Store(area, pmem.Load<long>(layout.Areas(thread)), "area");
        PmemAddress first = area + CacheLine.Bytes;
        for (int offset = 0; offset < nodesBytes; offset += PersistWord.Bytes) { pmem.Store(first + offset, 0L, "area"); }
        pmem.Persist(area, CacheLine.Bytes + nodesBytes, "area");
        pmem.Store(layout.Areas(thread), area.Offset, "area link");
        pmem.Persist(layout.Areas(thread), sizeof(long), "area link");
        pmem.Store(layout.FreshEnd(thread), first.Offset + nodesBytes, "take node");
        return first;
    }
}
