using System.Collections.Immutable;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The log-free linked list: Harris's list whose links say themselves whether they are persistent (link-and-persist).</summary>
/// <remarks>
/// David, Dragojević, Guerraoui, Zablotchi: Log-Free Concurrent Data Structures, USENIX ATC 2018, section 4. A link is changed with the
/// <c>dirty</c> bit set, written back, and the bit cleared; whoever depends on a dirty link writes it back first. An operation depends on two
/// links: the one it found its place at, and the one that leads to the node that holds it. So what an answer or a change rests on is
/// persistent, without a flush where nobody is about to change anything. A removed node is unlinked when its mark is persistent; the
/// unlinking itself need not be. Nodes are never reused. The second fence behind a new node is the original's.
/// Root: the head's link. Node: key, link.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
public readonly struct LogFreeList<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    private const string Layout = "log-free list";
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

    /// <summary>Makes sure that the pool holds a list; dirty bits that a crash left only cost their next reader a flush.</summary>
    /// <exception cref="PoolDefectException">The pool holds something else.</exception>
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
            LogFreeWindow window = Find(key);
            if (window.IsFound) { return false; }
            if (node.IsNull)
            {
                node = BumpAllocator.Allocate(pmem, thread, NodeBytes);
                pmem.Store(node, key, "node");
            }
            pmem.Store(LinkOf(node), window.Current.Offset, "node");
            pmem.Persist(node, NodeBytes, "node");
            pmem.Fence("node again");
            LogFreeLink link = LogFreeLink.To(node);
            if (!Exchange(window.Link, LogFreeLink.To(window.Current), link.Dirty, "link")) { continue; }
            pmem.Persist(window.Link, LinkBytes, "link");
            Exchange(window.Link, link.Dirty, link, "clean");
            return true;
        }
    }

    /// <summary>Removes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was present.</returns>
    public bool Remove(ulong key)
    {
        while (true)
        {
            LogFreeWindow window = Find(key);
            if (!window.IsFound) { return false; }
            PmemAddress address = LinkOf(window.Current);
            LogFreeLink successor = MakePersistent(address);
            if (successor.IsMarked || !Exchange(address, successor, successor.Marked.Dirty, "mark")) { continue; }
            pmem.Persist(address, LinkBytes, "mark");
            Exchange(address, successor.Marked.Dirty, successor.Marked, "clean");
            Exchange(window.Link, LogFreeLink.To(window.Current), LogFreeLink.To(successor.Node), "unlink");
            return true;
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it is present.</returns>
    public bool Contains(ulong key) => Find(key).IsFound;

    /// <summary>Reads the keys; a list out of order is cut after the first key that shows it.</summary>
    public SetState Observe()
    {
        ImmutableList<ulong>.Builder keys = ImmutableList.CreateBuilder<ulong>();
        bool isAscending = true;
        PmemAddress node = LoadLink(Head).Node;
        while (!node.IsNull && isAscending)
        {
            LogFreeLink successor = LoadLink(LinkOf(node));
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

    private LogFreeLink LoadLink(PmemAddress address) => new(pmem.Load<long>(address));

    private bool Exchange(PmemAddress address, LogFreeLink expected, LogFreeLink desired, string label) =>
        pmem.CompareExchange(address, expected.Word, desired.Word, label) == expected.Word;

    /// <summary>Writes a link back if it may not be persistent (the original's <c>flush_and_try_unflag</c>); returns it as it is then.</summary>
    private LogFreeLink MakePersistent(PmemAddress address)
    {
        LogFreeLink link = LoadLink(address);
        if (!link.IsDirty) { return link; }
        pmem.Persist(address, LinkBytes, "help");
        Exchange(address, link, link.Clean, "clean");
        return link.Clean;
    }

    // The place of a key, from the start again where another thread is in the way; the two links it rests on are persistent.
    private LogFreeWindow Find(ulong key)
    {
        while (true)
        {
            if (TryFind(key) is { } window) { return window; }
        }
    }

    private LogFreeWindow? TryFind(ulong key)
    {
        PmemAddress anchor = Head;
        PmemAddress link = Head;
        PmemAddress current = LoadLink(Head).Node;
        while (!current.IsNull)
        {
            LogFreeLink successor = LoadLink(LinkOf(current));
            if (successor.IsMarked)
            {
                MakePersistent(LinkOf(current));
                // Cleared first: only a link known to be persistent is replaced.
                if (MakePersistent(link) != LogFreeLink.To(current)
                    || !Exchange(link, LogFreeLink.To(current), LogFreeLink.To(successor.Node), "unlink")) { return null; }
                current = successor.Node;
                continue;
            }
            if (pmem.Load<ulong>(current) >= key) { break; }
            anchor = link;
            link = LinkOf(current);
            current = successor.Node;
        }
        MakePersistent(anchor);
        if (MakePersistent(link) != LogFreeLink.To(current)) { return null; }
        return new LogFreeWindow(link, current, IsFound: !current.IsNull && pmem.Load<ulong>(current) == key);
    }
}

/// <summary>Where a key belongs: behind a persistent link, before a node that has the key or a greater one.</summary>
/// <param name="Link">The address of the link.</param>
/// <param name="Current">The node that it leads to; null at the end.</param>
/// <param name="IsFound">Whether that node has the key.</param>
internal readonly record struct LogFreeWindow(PmemAddress Link, PmemAddress Current, bool IsFound);
