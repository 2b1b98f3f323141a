using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>FAST&amp;FAIR: a durable B+-tree from 64-bit keys to values, without a log.</summary>
/// <remarks>
/// Hwang, Kim, Won, Nam, FAST 2018. Records move inside a page by stores of 8 bytes in an order that readers, and recovery, can see through
/// (FAST, <see cref="FastFairShift{TPmem}"/>); a full page splits in steps that readers see through as well (FAIR,
/// <see cref="FastFairSplit{TPmem}"/>). This is the paper's variant with locks on leaves (FAST+FAIR+LeafLock): without them a reader may
/// return what a crash takes back. Where it departs from the published code, and why:
/// <list type="bullet">
/// <item>A leaf keeps the least key that belongs there (in the word that is the first child of an inner page); the original compares with
/// the sibling's first key, which a delete can raise, and then finds a key in neither page.</item>
/// <item>Deletes write a line back when its last record has been written, and the last line always (FF4).</item>
/// <item>Recovery cuts a page whose split was linked and not cut, removes the record that an interrupted move left twice, and counts the
/// records again; the original leaves the first two to later writers and trusts the count.</item>
/// <item>An insert of a present key changes nothing; the original stores it twice.</item>
/// </list>
/// Values stand for pointers: a value is at least 1, and no two keys have the same one.
/// Relies on lines that persist a prefix of their stores (<c>px86-line</c>).
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="geometry">The page's size, the same in every thread and after every restart.</param>
public readonly struct FastFair<TPmem>(TPmem pmem, FastFairGeometry geometry)
    where TPmem : struct, IPmem
{
    private readonly FastFairSearch<TPmem> _search = new(pmem, geometry);

    /// <summary>Where the pointer to the root page stands.</summary>
    internal static PmemAddress Root => new(PoolHeader.Bytes);

    /// <summary>Formats the pool and makes an empty tree, persistently.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    /// <exception cref="PoolFullException">The pool has no room for the first page.</exception>
    public void Create(int threadCount)
    {
        PoolHeader.Format(pmem, geometry.Layout, CacheLine.Bytes, threadCount);
        FastFairPage<TPmem> page = _search.At(BumpAllocator.Allocate(pmem, thread: 0, geometry.PageBytes));
        page.Format(level: 0, leftmost: 0, PmemAddress.Null, "create page");
        pmem.Persist(page.Address, geometry.PageBytes, "create page");
        pmem.Store(Root, page.Address.Offset, "create root");
        pmem.Persist(Root, sizeof(long), "create root");
    }

    /// <summary>Makes the tree usable after a crash; runs alone, and may itself be interrupted and run again.</summary>
    /// <exception cref="PoolDefectException">The pool holds something else.</exception>
    public void Recover()
    {
        PoolHeader.Verify(pmem, geometry.Layout);
        new FastFairRecovery<TPmem>(pmem, geometry).Run();
    }

    /// <summary>Puts a value under a key, unless the key is there.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value: at least 1, and no other key's.</param>
    /// <returns>Whether the key is new.</returns>
    /// <exception cref="PoolFullException">A split finds no room in the pool.</exception>
    public bool Insert(int thread, ulong key, ulong value)
    {
        FastFairPage<TPmem> page = _search.Lock(key, level: 0);
        bool isNew = FastFairSearch<TPmem>.Find(page, key) < 0;
        if (isNew) { Store(thread, page, key, value); } else { page.Leave(); }
        return isNew;
    }

    /// <summary>Looks a key up, under the leaf's lock.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its value, 0 if it is absent.</returns>
    public ulong Get(ulong key)
    {
        FastFairPage<TPmem> page = _search.Lock(key, level: 0);
        int index = FastFairSearch<TPmem>.Find(page, key);
        ulong value = index < 0 ? 0 : page.Pointer(index);
        page.Leave();
        return value;
    }

    /// <summary>Removes a key; pages are never merged.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool Delete(ulong key)
    {
        FastFairPage<TPmem> page = _search.Lock(key, level: 0);
        int index = FastFairSearch<TPmem>.Find(page, key);
        if (index >= 0) { new FastFairShift<TPmem>(pmem, page).Remove(index); }
        page.Leave();
        return index >= 0;
    }

    /// <summary>All keys that <see cref="Get"/> finds, with their values, ascending; a key that stands in two records comes twice.</summary>
    /// <remarks>Runs alone and writes nothing.</remarks>
    public IReadOnlyList<KeyValuePair<ulong, ulong>> ReadAll()
    {
        List<KeyValuePair<ulong, ulong>> pairs = [];
        FastFairPage<TPmem> page = _search.Root;
        while (page.Level > 0) { page = _search.At(new PmemAddress((long)page.Leftmost)); }
        while (true)
        {
            PmemAddress sibling = page.Sibling;
            for (int index = 0; !page.EndsAt(index); index++)
            {
                ulong key = page.Key(index);
                if (page.Pointer(index) != page.PointerBefore(index, level: 0) && IsFoundIn(page, key)) { pairs.Add(new(key, page.Pointer(index))); }
            }
            if (sibling.IsNull) { return pairs; }
            page = _search.At(sibling);
        }
    }

    private bool IsFoundIn(FastFairPage<TPmem> page, ulong key)
    {
        FastFairPage<TPmem> found = _search.Descend(key, level: 0);
        while (_search.RightOf(found, key, level: 0) is { IsNull: false } sibling) { found = _search.At(sibling); }
        return found.Address == page.Address;
    }

    /// <summary>Inserts a record into a page whose lock the caller holds, and gives the lock back.</summary>
    private void Store(int thread, FastFairPage<TPmem> page, ulong key, ulong pointer)
    {
        if (page.Count < geometry.Capacity)
        {
            new FastFairShift<TPmem>(pmem, page).Insert(key, pointer);
            page.Leave();
            return;
        }
        FastFairSplit<TPmem> split = new(pmem, geometry);
        (FastFairPage<TPmem> sibling, ulong splitKey) = split.Run(thread, page);
        new FastFairShift<TPmem>(pmem, key < splitKey ? page : sibling).Insert(key, pointer);
        bool isRoot = _search.Root.Address == page.Address;
        int level = page.Level + 1;
        if (isRoot) { split.Grow(thread, page, splitKey, sibling); }
        page.Leave();
        // Where no parent level exists yet, siblings lead to the page: the split of the root came to a crash or is under way.
        if (!isRoot && level <= _search.Root.Level) { Store(thread, _search.Lock(splitKey, level), splitKey, (ulong)sibling.Address.Offset); }
    }
}
