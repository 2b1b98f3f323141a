using System.Diagnostics.CodeAnalysis;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>LinkedQ: a durable lock-free queue whose enqueue writes back all nodes before its own that may not be persistent, with one fence.</summary>
/// <remarks>
/// Sela and Petrank, Durable Queues: The Second Amendment, SPAA 2021, section 5. A node points back to its predecessor until it is known to
/// be persistent together with its link; an enqueue follows these pointers and flushes what they lead to, which includes the predecessor's
/// link to its own node. The locked instruction that swings the tail completes the flushes. Recovery follows the links from the persistent
/// head as far as nodes are initialized: a node's bit is cleared, and the clearing persistent, before the node is handed out again, so that
/// no link of old leads to one. That is why a dequeue frees the node that the one before it retired, whose bit it flushes with the head.
/// Root: head, tail, each in a line of its own; then the pool of nodes. Node: item, next, predecessor, initialized.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="geometry">The sizes of the pool of nodes, the same in every thread and after every restart.</param>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
public readonly struct LinkedQueue<TPmem>(TPmem pmem, NodePoolGeometry geometry)
    where TPmem : struct, IPmem
{
    private const int NextOffset = 8;
    private const int PredecessorOffset = 16;
    private const int InitializedOffset = 24;
    private const ulong IsInitialized = 1;

    private static PmemAddress Head => new(PoolHeader.Bytes);

    private static PmemAddress Tail => Head + CacheLine.Bytes;

    private string Layout => $"LinkedQ, areas of {geometry.AreaNodes} nodes, rings of {geometry.RingLength}";

    /// <summary>Formats the pool and makes an empty queue.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    public void Create(int threadCount)
    {
        PoolHeader.Format(pmem, Layout, QueueAreas.RootBytes(threadCount, geometry), threadCount);
        NodePool<TPmem> pool = Pool;
        PmemAddress dummy = pool.Take(thread: 0);
        pmem.Store(dummy + InitializedOffset, IsInitialized, "create");
        pmem.Flush(dummy, NodePool<TPmem>.NodeBytes, "create");
        pmem.Store(Head, dummy.Offset, "create");
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
        pmem.Store(node + InitializedOffset, IsInitialized, "initialized");
        while (true)
        {
            PmemAddress last = pmem.LoadPointer(Tail);
            long next = pmem.Load<long>(last + NextOffset);
            if (next != 0)
            {
                pmem.CompareExchange(Tail, last.Offset, next, "help swing");
                continue;
            }
            pmem.Store(node + PredecessorOffset, last.Offset, "predecessor");
            if (pmem.CompareExchange(last + NextOffset, 0L, node.Offset, "link") != 0) { continue; }
            for (PmemAddress at = node; !at.IsNull; at = pmem.LoadPointer(at + PredecessorOffset))
            {
                pmem.Flush(at, NodePool<TPmem>.NodeBytes, "persist suffix");
            }
            // Completes the flushes, whether or not another thread has swung the tail before.
            pmem.CompareExchange(Tail, last.Offset, node.Offset, "swing");
            pmem.Store(node + PredecessorOffset, 0L, "persistent");
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
            PmemAddress first = pmem.LoadPointer(Head);
            PmemAddress next = pmem.LoadPointer(first + NextOffset);
            if (next.IsNull)
            {
                pmem.Persist(Head, sizeof(long), "persist empty");
                pool.EndOperation(thread);
                return 0;
            }
            if (pmem.CompareExchange(Head, first.Offset, next.Offset, "head") != first.Offset) { continue; }
            PmemAddress retired = pool.RetiredBy(thread);
            if (!retired.IsNull) { pmem.Flush(retired, NodePool<TPmem>.NodeBytes, "persist retired"); }
            pmem.Persist(Head, sizeof(long), "persist head");
            pmem.Store(next + PredecessorOffset, 0L, "persistent");
            ulong item = pmem.Load<ulong>(next);
            pool.Retire(thread, first);
            pmem.Store(first + InitializedOffset, 0UL, "uninitialized");
            pool.EndOperation(thread);
            return item;
        }
    }

    /// <summary>Cuts the queue behind its last initialized node and frees all others; runs alone, and may be interrupted and run again.</summary>
    /// <exception cref="PoolDefectException">The pool holds something else.</exception>
    public void Recover()
    {
        PoolHeader.Verify(pmem, Layout);
        HashSet<PmemAddress> members = [];
        PmemAddress last = pmem.LoadPointer(Head);
        while (true)
        {
            members.Add(last);
            pmem.Store(last + PredecessorOffset, 0L, "recover predecessor");
            PmemAddress next = pmem.LoadPointer(last + NextOffset);
            if (next.IsNull) { break; }
            if (pmem.Load<ulong>(next + InitializedOffset) != IsInitialized)
            {
                pmem.Store(last + NextOffset, 0L, "recover cut");
                pmem.Flush(last, NodePool<TPmem>.NodeBytes, "recover cut");
                break;
            }
            last = next;
        }
        NodePool<TPmem> pool = Pool;
        PmemAddress[] free = [.. pool.AllNodes().Where(node => !members.Contains(node))];
        foreach (PmemAddress node in free)
        {
            if (pmem.Load<ulong>(node + InitializedOffset) != IsInitialized) { continue; }
            pmem.Store(node + InitializedOffset, 0UL, "recover free");
            pmem.Flush(node, NodePool<TPmem>.NodeBytes, "recover free");
        }
        pmem.Store(Tail, last.Offset, "recover tail");
        pool.Recover(free);
        pmem.Fence("recover");
    }

    /// <summary>Reads the items, oldest first; runs alone.</summary>
    public IReadOnlyList<ulong> ReadAll()
    {
        List<ulong> items = [];
        PmemAddress node = pmem.LoadPointer(pmem.LoadPointer(Head) + NextOffset);
        while (!node.IsNull)
        {
            items.Add(pmem.Load<ulong>(node));
            node = pmem.LoadPointer(node + NextOffset);
        }
        return items;
    }

    private NodePool<TPmem> Pool => new(pmem, QueueAreas.PoolOf(PoolHeader.ThreadCount(pmem), geometry));
}
