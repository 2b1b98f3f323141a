using System.Collections.Immutable;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A sorted linked list of Harris (DISC 2001) and Michael (SPAA 2002), made durable in the way of NVTraverse.</summary>
/// <remarks>
/// A node is removed by the mark in its own link, and unlinked afterwards. Nothing is flushed while searching; then, before
/// an operation changes a link or answers, it persists what its effect rests on: the link that leads to the node whose link
/// changes (<c>anchor</c>), so that what hangs there is reachable after a crash; the link itself before it is replaced
/// (<c>window</c>), so that its old target was durably reachable and stays so through the new one; the new node
/// (<c>node</c>); and at the end the changed link (<c>link</c>, <c>mark</c>). An answer that rests on another thread's link
/// or mark persists that one first (<c>depend</c>, <c>help mark</c>). Unlinking is not persisted: until the next change of the
/// link, memory leads through durably marked nodes to the same place. Recovery has nothing to do. Nodes are never reused.
/// Root: the head's link. Node: key, link.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
public readonly struct SortedList<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    private const string Layout = "sorted list";
    private const int LinkBytes = PersistWord.Bytes;
    private const int NodeBytes = 2 * PersistWord.Bytes;

    private static PmemAddress Head => new(PoolHeader.Bytes);

    /// <summary>Formats the pool and makes an empty list.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    public void Create(int threadCount)
    {
        PoolHeader.Format(pmem, Layout, CacheLine.Bytes, threadCount);
        pmem.Store(Head, 0L, "format");
        pmem.Persist(Head, LinkBytes, "format");
    }

    /// <summary>Makes sure that the pool holds a list; the list itself needs no repair.</summary>
    public void Recover() => PoolHeader.Verify(pmem, Layout);

    /// <summary>Adds a key.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was absent.</returns>
    /// <exception cref="PoolFullException">The pool has no room.</exception>
    public bool Insert(int thread, ulong key)
    {
        PmemAddress node = default;
        while (true)
        {
            ListWindow window = Find(key);
            if (window.IsFound)
            {
                pmem.Persist(window.Link, LinkBytes, "depend");
                return false;
            }
            if (node.IsNull)
            {
                node = BumpAllocator.Allocate(pmem, thread, NodeBytes);
                pmem.Store(node, key, "node");
            }
            pmem.Store(LinkOf(node), window.Current.Offset, "node");
            if (!window.Anchor.IsNull) { pmem.Flush(window.Anchor, LinkBytes, "anchor"); }
            pmem.Flush(window.Link, LinkBytes, "window");
            pmem.Persist(node, NodeBytes, "node");
            if (Exchange(window.Link, new(window.Current.Offset), new(node.Offset), "link"))
            {
                pmem.Persist(window.Link, LinkBytes, "link");
                return true;
            }
        }
    }

    /// <summary>Removes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was present.</returns>
    public bool Remove(ulong key)
    {
        while (true)
        {
            ListWindow window = Find(key);
            if (!window.IsFound) { return false; }
            if (Exchange(LinkOf(window.Current), window.Successor, window.Successor.Marked, "mark"))
            {
                pmem.Persist(LinkOf(window.Current), LinkBytes, "mark");
                Exchange(window.Link, new(window.Current.Offset), window.Successor, "unlink");
                return true;
            }
        }
    }

    /// <summary>Looks a key up, without changing the list.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is present.</returns>
    public bool Contains(ulong key)
    {
        PmemAddress link = Head;
        PmemAddress current = pmem.LoadPointer(Head);
        while (!current.IsNull)
        {
            ulong found = pmem.Load<ulong>(current);
            if (found > key) { return false; }
            ListLink successor = LoadLink(LinkOf(current));
            if (found == key)
            {
                pmem.Persist(successor.IsMarked ? LinkOf(current) : link, LinkBytes, "depend");
                return !successor.IsMarked;
            }
            link = LinkOf(current);
            current = successor.Node;
        }
        return false;
    }

    /// <summary>Reads the keys; a list out of order is cut after the first key that shows it.</summary>
    public SetState Observe()
    {
        ImmutableList<ulong>.Builder keys = ImmutableList.CreateBuilder<ulong>();
        bool isAscending = true;
        PmemAddress node = pmem.LoadPointer(Head);
        while (!node.IsNull && isAscending)
        {
            ListLink successor = LoadLink(LinkOf(node));
            if (!successor.IsMarked)
            {
                ulong key = pmem.Load<ulong>(node);
                isAscending = keys.Count == 0 || keys[^1] < key;
                keys.Add(key);
            }
            node = successor.Node;
        }
        return new SetState(keys.ToImmutable());
    }

    private static PmemAddress LinkOf(PmemAddress node) => node + PersistWord.Bytes;

    private ListLink LoadLink(PmemAddress address) => new(pmem.Load<long>(address));

    private bool Exchange(PmemAddress address, ListLink expected, ListLink desired, string label) =>
        pmem.CompareExchange(address, expected.Word, desired.Word, label) == expected.Word;

    // Unlinks the removed nodes that it meets, as Michael does; from the start again when one cannot be unlinked.
    private ListWindow Find(ulong key)
    {
        while (true)
        {
            ListWindow? window = TryFind(key);
            if (window is not null) { return window.Value; }
        }
    }

    private ListWindow? TryFind(ulong key)
    {
        PmemAddress anchor = default;
        PmemAddress link = Head;
        PmemAddress current = pmem.LoadPointer(Head);
        while (!current.IsNull)
        {
            ulong found = pmem.Load<ulong>(current);
            if (found > key) { break; }
            ListLink successor = LoadLink(LinkOf(current));
            if (successor.IsMarked)
            {
                pmem.Persist(LinkOf(current), LinkBytes, "help mark");
                if (!Exchange(link, new(current.Offset), new(successor.Node.Offset), "unlink")) { return null; }
            }
            else if (found == key)
            {
                return new(anchor, link, current, successor, IsFound: true);
            }
            else
            {
                anchor = link;
                link = LinkOf(current);
            }
            current = successor.Node;
        }
        return new(anchor, link, current, default, IsFound: false);
    }
}
