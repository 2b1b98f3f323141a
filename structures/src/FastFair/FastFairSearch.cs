using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The way from the root to the page of a key: inner pages are read without locks, and a page's sibling stands for a missing parent entry.</summary>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The page's size.</param>
internal readonly struct FastFairSearch<TPmem>(TPmem pmem, FastFairGeometry geometry)
    where TPmem : struct, IPmem
{
    /// <summary>The root page.</summary>
    public FastFairPage<TPmem> Root => At(pmem.LoadPointer(FastFair<TPmem>.Root, "root"));

    /// <summary>A page.</summary>
    public FastFairPage<TPmem> At(PmemAddress address) => new(pmem, geometry, address);

    /// <summary>Takes the lock of the page of a level where a key belongs.</summary>
    public FastFairPage<TPmem> Lock(ulong key, int level)
    {
        FastFairPage<TPmem> page = Descend(key, level);
        page.Enter();
        while (RightOf(page, key, level) is { IsNull: false } sibling)
        {
            page.Leave();
            page = At(sibling);
            page.Enter();
        }
        return page;
    }

    /// <summary>A page of a level from which siblings lead to the page of a key.</summary>
    public FastFairPage<TPmem> Descend(ulong key, int level)
    {
        FastFairPage<TPmem> page = Root;
        while (page.Level > level) { page = At(Child(page, key)); }
        return page;
    }

    /// <summary>The sibling, if a key belongs there or still further right; else null.</summary>
    public PmemAddress RightOf(FastFairPage<TPmem> page, ulong key, int level)
    {
        PmemAddress sibling = page.Sibling;
        if (sibling.IsNull) { return sibling; }
        ulong low = level == 0 ? At(sibling).LowKey : At(sibling).Key(0);
        return key >= low ? sibling : PmemAddress.Null;
    }

    /// <summary>The index of a valid record in a page whose lock the caller holds, or -1.</summary>
    public static int Find(FastFairPage<TPmem> page, ulong key)
    {
        int count = page.Count;
        for (int index = 0; index < count; index++)
        {
            ulong found = page.Key(index);
            if (found >= key) { return found == key ? index : -1; }
        }
        return -1;
    }

    /// <summary>The child, or the sibling, to go on with; from left to right, as records move to the right only.</summary>
    private PmemAddress Child(FastFairPage<TPmem> page, ulong key)
    {
        while (true)
        {
            byte counter = page.SwitchCounter;
            ulong child = 0;
            int index = 0;
            for (; child == 0 && !page.EndsAt(index); index++)
            {
                if (key >= page.Key(index)) { continue; }
                ulong before = index > 0 ? page.Pointer(index - 1) : page.Leftmost;
                if (before != page.Pointer(index)) { child = before; }
            }
            if (child == 0) { child = index > 0 ? page.Pointer(index - 1) : page.Leftmost; }
            if (page.SwitchCounter != counter) { continue; }
            PmemAddress sibling = RightOf(page, key, level: 1);
            return sibling.IsNull ? new PmemAddress((long)child) : sibling;
        }
    }
}
