using System.Diagnostics.CodeAnalysis;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>UnlinkedQ: a durable lock-free queue whose links recovery ignores, with one fence an operation.</summary>
/// <remarks>
/// Sela and Petrank, Durable Queues: The Second Amendment, SPAA 2021, section 4. A node carries an index; the head carries the index of the
/// last node that left. After a crash the queue is what the nodes say: all that are linked and have an index above the head's, in order.
/// A node lies in one line, so its <c>linked</c> bit persists after what it vouches for; its flush is completed by the locked instruction
/// that swings the tail. A gap in the indexes is an enqueue that never returned.
/// A node is reused when the head that passed it is persistent; then its old index says that it is free, until <c>linked</c> is cleared.
/// Root: head (pointer and index, 16 bytes), tail, each in a line of its own; then the pool of nodes. Node: item, next, linked, index.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="geometry">The sizes of the pool of nodes, the same in every thread and after every restart.</param>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
public readonly struct UnlinkedQueue<TPmem>(TPmem pmem, NodePoolGeometry geometry)
    where TPmem : struct, IPmem
{
    private const int NextOffset = 8;
    private const int LinkedOffset = 16;
    private const int IndexOffset = 24;
    private const ulong IsLinked = 1;

    private static PmemAddress Head => new(PoolHeader.Bytes);

    private static PmemAddress HeadIndex => Head + PersistWord.Bytes;

    private static PmemAddress Tail => Head + CacheLine.Bytes;

    private string Layout => $"UnlinkedQ, areas of {geometry.AreaNodes} nodes, rings of {geometry.RingLength}";

    /// <summary>Formats the pool and makes an empty queue.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    public void Create(int threadCount)
    {
        PoolHeader.Format(pmem, Layout, QueueAreas.RootBytes(threadCount, geometry), threadCount);
        NodePool<TPmem> pool = Pool;
        PmemAddress dummy = pool.Take(thread: 0);
        pmem.Store(Head, dummy.Offset, "create");
        pmem.Store(HeadIndex, 0UL, "create");
        pmem.Store(Tail, dummy.Offset, "create");
        pmem.Persist(Head, 2 * CacheLine.Bytes, "create");
    }

    /// <summary>Appends an item; it is durable on return.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="item">The item, at least 1.</param>
    /// <exception cref="PoolFullException">The pool has no room.</exception>
    public void Enqueue(int thread, ulong item)
    {
        NodePool<TPmem> pool = Pool;
        PmemAddress node = pool.Take(thread);
        pmem.Store(node, item, "item");
        pmem.Store(node + NextOffset, 0L, "next");
        // Before the index: a node of old has a small one, which alone says that it is free.
        pmem.Store(node + LinkedOffset, 0UL, "unlinked");
        while (true)
        {
            PmemAddress last = pmem.LoadPointer(Tail);
            long next = pmem.Load<long>(last + NextOffset);
            if (next != 0)
            {
                pmem.CompareExchange(Tail, last.Offset, next, "help swing");
                continue;
            }
            pmem.Store(node + IndexOffset, pmem.Load<ulong>(last + IndexOffset) + 1, "index");
            if (pmem.CompareExchange(last + NextOffset, 0L, node.Offset, "link") != 0) { continue; }
            pmem.Store(node + LinkedOffset, IsLinked, "linked");
            pmem.Flush(node, NodePool<TPmem>.NodeBytes, "persist node");
            // Completes the flush, whether or not another thread has swung the tail before.
            pmem.CompareExchange(Tail, last.Offset, node.Offset, "swing");
            pool.EndOperation(thread);
            return;
        }
    }

    /// <summary>Takes the oldest item; that it is gone is durable on return.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <returns>The item, or 0 if the queue is empty.</returns>
    public ulong Dequeue(int thread)
    {
        NodePool<TPmem> pool = Pool;
        while (true)
        {
            UInt128 head = pmem.Load<UInt128>(Head);
            PmemAddress first = new((long)(ulong)head);
            PmemAddress next = pmem.LoadPointer(first + NextOffset);
            if (next.IsNull)
            {
                pmem.Persist(Head, 2 * PersistWord.Bytes, "persist empty");
                pool.EndOperation(thread);
                return 0;
            }
            UInt128 moved = new(pmem.Load<ulong>(next + IndexOffset), (ulong)next.Offset);
            if (pmem.CompareExchange(Head, head, moved, "head") != head) { continue; }
            pmem.Persist(Head, 2 * PersistWord.Bytes, "persist head");
            ulong item = pmem.Load<ulong>(next);
            pool.Retire(thread, first);
            pool.EndOperation(thread);
            return item;
        }
    }

    /// <summary>Rebuilds the queue from the nodes; runs alone, flushes nothing, and may be interrupted and run again.</summary>
    /// <exception cref="PoolDefectException">The pool holds something else.</exception>
    public void Recover()
    {
        PoolHeader.Verify(pmem, Layout);
        ulong headIndex = pmem.Load<ulong>(HeadIndex);
        NodePool<TPmem> pool = Pool;
        List<(ulong Index, PmemAddress Node)> members = [];
        List<PmemAddress> free = [];
        foreach (PmemAddress node in pool.AllNodes())
        {
            ulong index = pmem.Load<ulong>(node + LinkedOffset) == IsLinked ? pmem.Load<ulong>(node + IndexOffset) : 0;
            if (index > headIndex) { members.Add((index, node)); } else { free.Add(node); }
        }
        members.Sort();
        // The dummy of old is not a member, so there is a free node.
        PmemAddress last = free[^1];
        free.RemoveAt(free.Count - 1);
        pmem.Store(last + IndexOffset, headIndex, "recover dummy");
        pmem.Store(Head, last.Offset, "recover head");
        foreach ((_, PmemAddress node) in members)
        {
            pmem.Store(last + NextOffset, node.Offset, "recover link");
            last = node;
        }
        pmem.Store(last + NextOffset, 0L, "recover link");
        pmem.Store(Tail, last.Offset, "recover tail");
        pool.Recover(free);
    }

    /// <summary>Reads the items, oldest first; runs alone.</summary>
    /// <remarks>A queue whose indexes do not ascend from the head's on would lose items in the next crash: it is cut there, and reported.</remarks>
    public FifoState Observe()
    {
        List<ulong> items = [];
        PmemAddress node = pmem.LoadPointer(Head);
        ulong index = pmem.Load<ulong>(node + IndexOffset);
        if (index < pmem.Load<ulong>(HeadIndex)) { return new FifoState([], "the dummy's index is below the head's"); }
        while (pmem.LoadPointer(node + NextOffset) is { IsNull: false } next)
        {
            ulong following = pmem.Load<ulong>(next + IndexOffset);
            if (following <= index) { return new FifoState([.. items], "indexes do not ascend"); }
            items.Add(pmem.Load<ulong>(next));
            (node, index) = (next, following);
        }
        return new FifoState([.. items]);
    }

    private NodePool<TPmem> Pool => new(pmem, QueueAreas.PoolOf(PoolHeader.ThreadCount(pmem), geometry));
}
