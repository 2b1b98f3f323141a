using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Recovery of a FAST&amp;FAIR tree: page by page, level by level.</summary>
/// <remarks>What it cuts and counts is not flushed: every recovery finds it again.</remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The page's size.</param>
internal readonly struct FastFairRecovery<TPmem>(TPmem pmem, FastFairGeometry geometry)
    where TPmem : struct, IPmem
{
    /// <summary>Repairs every page.</summary>
    public void Run()
    {
        FastFairSearch<TPmem> search = new(pmem, geometry);
        FastFairPage<TPmem> first = search.Root;
        while (true)
        {
            int level = first.Level;
            for (PmemAddress at = first.Address; !at.IsNull; at = search.At(at).Sibling) { Repair(search.At(at), search, level); }
            if (level == 0) { return; }
            first = search.At(new PmemAddress((long)first.Leftmost));
        }
    }

    private void Repair(FastFairPage<TPmem> page, FastFairSearch<TPmem> search, int level)
    {
        page.ResetLock();
        int count = 0;
        while (!page.EndsAt(count)) { count++; }
        PmemAddress sibling = page.Sibling;
        int cut = sibling.IsNull ? count : CutOf(page, search.At(sibling), level, count);
        if (cut < count) { pmem.Store(page.PointerAt(cut), 0UL, "recover cut"); }
        page.StoreCount(cut, "recover count");
        RemoveInvalid(page, level);
    }

    /// <summary>The first record that also stands in the sibling, or whose child is the sibling's first.</summary>
    private static int CutOf(FastFairPage<TPmem> page, FastFairPage<TPmem> sibling, int level, int count)
    {
        ulong first = level == 0 ? sibling.LowKey : sibling.Leftmost;
        for (int index = 0; index < count; index++)
        {
            if (level == 0 ? page.Key(index) >= first : page.Pointer(index) == first) { return index; }
        }
        return count;
    }

    private void RemoveInvalid(FastFairPage<TPmem> page, int level)
    {
        for (int index = 0; index < page.Count; index++)
        {
            while (index < page.Count && page.Pointer(index) == page.PointerBefore(index, level)) { new FastFairShift<TPmem>(pmem, page).Remove(index); }
        }
    }
}
