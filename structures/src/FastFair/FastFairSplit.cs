using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>FAIR: a full page hands its upper half to a new sibling, in steps each of which leaves a tree that can be searched.</summary>
/// <remarks>
/// The sibling is complete before the link makes it reachable; between link and cut its records stand in both pages; after the cut,
/// whoever misses a key in the lower page finds it in the sibling, whether or not the parent knows the sibling yet.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The page's size.</param>
internal readonly struct FastFairSplit<TPmem>(TPmem pmem, FastFairGeometry geometry)
    where TPmem : struct, IPmem
{
    /// <summary>Splits a page whose lock the caller holds; the sibling cannot be entered before that lock is given back.</summary>
    /// <param name="thread">The calling thread, for memory.</param>
    /// <param name="page">The full page.</param>
    /// <returns>The sibling, and the least key that belongs there.</returns>
    public (FastFairPage<TPmem> Sibling, ulong SplitKey) Run(int thread, FastFairPage<TPmem> page)
    {
        int count = page.Count;
        int middle = count / 2;
        ulong splitKey = page.Key(middle);
        FastFairPage<TPmem> sibling = new(pmem, geometry, BumpAllocator.Allocate(pmem, thread, geometry.PageBytes));
        Fill(sibling, page, middle, count);
        page.WriteBack(sibling.Address, geometry.PageBytes, "sibling front", "sibling");
        page.StoreSibling(sibling.Address, "link");
        page.WriteBack(page.Address, FastFairGeometry.HeaderBytes, "link front", "link");
        page.TurnForSplit();
        pmem.Store(page.PointerAt(middle), 0UL, "cut");
        page.WriteBack(page.RecordAt(middle), FastFairGeometry.RecordBytes, "cut front", "cut");
        page.StoreCount(middle, "hint");
        page.WriteBack(page.Address, FastFairGeometry.HeaderBytes, "hint front", "hint");
        return (sibling, splitKey);
    }

    /// <summary>Makes a page over two, and makes it the root.</summary>
    /// <param name="thread">The calling thread, for memory.</param>
    /// <param name="lower">The root so far, whose lock the caller holds.</param>
    /// <param name="splitKey">The least key that belongs in the sibling.</param>
    /// <param name="sibling">Its sibling.</param>
    public void Grow(int thread, FastFairPage<TPmem> lower, ulong splitKey, FastFairPage<TPmem> sibling)
    {
        FastFairPage<TPmem> root = new(pmem, geometry, BumpAllocator.Allocate(pmem, thread, geometry.PageBytes));
        root.Format(lower.Level + 1, (ulong)lower.Address.Offset, PmemAddress.Null, "root page");
        pmem.Store(root.RecordAt(0), splitKey, "root page");
        pmem.Store(root.PointerAt(0), sibling.Address.Offset, "root page");
        root.StoreCount(1, "root page");
        root.WriteBack(root.Address, geometry.PageBytes, "root page front", "root page");
        pmem.Store(FastFair<TPmem>.Root, root.Address.Offset, "root");
        root.WriteBack(FastFair<TPmem>.Root, sizeof(long), "root front", "root");
    }

    // The middle record of an inner page moves up: its child becomes the sibling's first.
    private void Fill(FastFairPage<TPmem> sibling, FastFairPage<TPmem> page, int middle, int count)
    {
        int level = page.Level;
        sibling.Format(level, level == 0 ? page.Key(middle) : page.Pointer(middle), page.Sibling, "sibling");
        int first = level == 0 ? middle : middle + 1;
        for (int index = first; index < count; index++)
        {
            pmem.Store(sibling.RecordAt(index - first), page.Key(index), "sibling");
            pmem.Store(sibling.PointerAt(index - first), page.Pointer(index), "sibling");
        }
        sibling.StoreCount(count - first, "sibling");
    }
}
