using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The durable queue of Friedman, Herlihy, Marathe and Petrank (PPoPP 2018, section 3), after Michael and Scott.</summary>
/// <remarks>
/// An enqueue takes effect with the link to its node, a dequeue with the claim of its node. Invariants, from which recovery
/// follows: a node is durable before it is linked; a link is durable before Tail moves over it, and Head never passes Tail;
/// a claim and its delivered answer are durable before Head moves over the node, and only the node behind Head is claimed.
/// So from any Head that was ever written back, all links up to Tail are there, the claimed nodes come first, and only
/// the last of them may still have to be delivered. Nodes are never reused, so no compare-exchange can mistake one.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is a queue.")]
public readonly struct DurableQueue<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    private const string Layout = "durable queue";
    private const ulong Unclaimed = 0;

    /// <summary>Formats the pool and makes an empty queue.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    public void Create(int threadCount)
    {
        long rootBytes = QueueLayout.RootBytes(threadCount);
        PoolHeader.Format(pmem, Layout, rootBytes, threadCount);
        PmemAddress dummy = NewNode(thread: 0, value: 0);
        pmem.Store(QueueLayout.Head, dummy.Offset, "format");
        pmem.Store(QueueLayout.Tail, dummy.Offset, "format");
        pmem.Store(QueueLayout.ThreadCount, (long)threadCount, "format");
        for (int thread = 0; thread < threadCount; thread++) { pmem.Store(QueueLayout.Answer(thread), 0L, "format"); }
        pmem.Persist(QueueLayout.Head, rootBytes, "format");
    }

    /// <summary>Appends an item; it is durable on return.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="value">The item, at least 1.</param>
    /// <exception cref="PoolFullException">The pool has no room.</exception>
    public void Enqueue(int thread, ulong value)
    {
        PmemAddress node = NewNode(thread, value);
        while (true)
        {
            PmemAddress last = pmem.LoadPointer(QueueLayout.Tail);
            long next = pmem.CompareExchange(QueueLayout.Next(last), 0L, node.Offset, "link");
            if (next == 0)
            {
                pmem.Persist(QueueLayout.Next(last), sizeof(long), "link");
                pmem.CompareExchange(QueueLayout.Tail, last.Offset, node.Offset, "swing tail");
                return;
            }
            HelpEnqueue(last, next);
        }
    }

    /// <summary>Takes the oldest item; that it is gone, and that this thread has it, is durable on return.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <returns>The item, or 0 if the queue is empty.</returns>
    public ulong Dequeue(int thread)
    {
        PmemAddress cell = QueueLayout.Answer(thread);
        QueueAnswer previous = new(pmem.Load<long>(cell));
        pmem.Store(cell, previous.Announced.Word, "announce");
        pmem.Persist(cell, sizeof(long), "announce");
        while (true)
        {
            PmemAddress first = pmem.LoadPointer(QueueLayout.Head);
            PmemAddress last = pmem.LoadPointer(QueueLayout.Tail);
            PmemAddress next = pmem.LoadPointer(QueueLayout.Next(first));
            if (first != last)
            {
                ulong owner = pmem.CompareExchange(QueueLayout.Claim(next), Unclaimed, (ulong)thread + 1, "claim");
                if (owner == Unclaimed) { return Deliver(cell, first, next); }
                HelpDequeue((int)(owner - 1), first, next);
            }
            else if (next.IsNull)
            {
                // Head stands on this node, so every dequeue before this one is durable.
                pmem.Store(cell, previous.FoundEmpty.Word, "deliver empty");
                pmem.Persist(cell, sizeof(long), "deliver empty");
                return 0;
            }
            else
            {
                HelpEnqueue(last, next.Offset);
            }
        }
    }

    /// <summary>Moves Head behind the claimed nodes, delivers the last of them, and finds the end.</summary>
    public void Recover()
    {
        PoolHeader.Verify(pmem, Layout);
        PmemAddress head = pmem.LoadPointer(QueueLayout.Head);
        PmemAddress next = pmem.LoadPointer(QueueLayout.Next(head));
        ulong owner = Unclaimed;
        while (!next.IsNull)
        {
            ulong claim = pmem.Load<ulong>(QueueLayout.Claim(next));
            if (claim == Unclaimed) { break; }
            owner = claim;
            head = next;
            next = pmem.LoadPointer(QueueLayout.Next(head));
        }
        if (owner != Unclaimed) { RecoverAnswer((int)(owner - 1), head); }
        pmem.Store(QueueLayout.Head, head.Offset, "recover head");
        PmemAddress last = head;
        while (!next.IsNull)
        {
            last = next;
            next = pmem.LoadPointer(QueueLayout.Next(last));
        }
        pmem.Store(QueueLayout.Tail, last.Offset, "recover tail");
    }

    /// <summary>Reads the items and the answers.</summary>
    public QueueState Observe()
    {
        ImmutableList<ulong>.Builder items = ImmutableList.CreateBuilder<ulong>();
        PmemAddress node = pmem.LoadPointer(QueueLayout.Head);
        while (!(node = pmem.LoadPointer(QueueLayout.Next(node))).IsNull)
        {
            if (pmem.Load<ulong>(QueueLayout.Claim(node)) == Unclaimed) { items.Add(pmem.Load<ulong>(QueueLayout.Value(node))); }
        }
        ImmutableSortedDictionary<int, ulong>.Builder answers = ImmutableSortedDictionary.CreateBuilder<int, ulong>();
        int threadCount = (int)pmem.Load<long>(QueueLayout.ThreadCount);
        for (int thread = 0; thread < threadCount; thread++)
        {
            QueueAnswer answer = new(pmem.Load<long>(QueueLayout.Answer(thread)));
            if (answer.IsEmpty) { answers[thread] = 0; }
            else if (!answer.Node.IsNull) { answers[thread] = pmem.Load<ulong>(QueueLayout.Value(answer.Node)); }
        }
        return new QueueState(items.ToImmutable(), answers.ToImmutable());
    }

    // Every field is stored: after a crash, fresh memory may hold what an unfinished enqueue left there.
    private PmemAddress NewNode(int thread, ulong value)
    {
        PmemAddress node = BumpAllocator.Allocate(pmem, thread, QueueLayout.NodeBytes);
        pmem.Store(QueueLayout.Value(node), value, "node");
        pmem.Store(QueueLayout.Next(node), 0L, "node");
        pmem.Store(QueueLayout.Claim(node), Unclaimed, "node");
        pmem.Persist(node, QueueLayout.NodeBytes, "node");
        return node;
    }

    private void HelpEnqueue(PmemAddress last, long next)
    {
        pmem.Persist(QueueLayout.Next(last), sizeof(long), "help link");
        pmem.CompareExchange(QueueLayout.Tail, last.Offset, next, "swing tail");
    }

    private ulong Deliver(PmemAddress cell, PmemAddress first, PmemAddress node)
    {
        pmem.Persist(QueueLayout.Claim(node), sizeof(ulong), "claim");
        pmem.Store(cell, node.Offset, "deliver");
        pmem.Persist(cell, sizeof(long), "deliver");
        pmem.CompareExchange(QueueLayout.Head, first.Offset, node.Offset, "swing head");
        return pmem.Load<ulong>(QueueLayout.Value(node));
    }

    // While Head has not moved, the owner has not returned, so its cell is about this node or still to be answered. The cell
    // is read before Head, so that a cell which the owner has since used again differs and the exchange fails.
    private void HelpDequeue(int owner, PmemAddress first, PmemAddress node)
    {
        PmemAddress cell = QueueLayout.Answer(owner);
        QueueAnswer answer = new(pmem.Load<long>(cell));
        if (pmem.LoadPointer(QueueLayout.Head) != first) { return; }
        pmem.Persist(QueueLayout.Claim(node), sizeof(ulong), "help claim");
        if (answer.Node != node) { pmem.CompareExchange(cell, answer.Word, node.Offset, "help deliver"); }
        pmem.Persist(cell, sizeof(long), "help deliver");
        pmem.CompareExchange(QueueLayout.Head, first.Offset, node.Offset, "swing head");
    }

    // Durable before Head is stored: once Head stands on the node, no later recovery looks at it again.
    private void RecoverAnswer(int owner, PmemAddress node)
    {
        PmemAddress cell = QueueLayout.Answer(owner);
        if (new QueueAnswer(pmem.Load<long>(cell)).Node == node) { return; }
        pmem.Store(cell, node.Offset, "recover deliver");
        pmem.Persist(cell, sizeof(long), "recover deliver");
    }
}
