using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Repairs a table after a crash.</summary>
/// <remarks>
/// Every repair depends only on what it leaves alone, so recovery may crash anywhere and run again:
/// <list type="number">
/// <item>Locks are freed.</item>
/// <item>A half-updated directory is walked in strides of 2^(G-L); where an entry disagrees with the first of its stride, the
/// first wins: the split is undone, or finished (FAST 2019, section 4.5).</item>
/// <item>A claim belongs to an insert that never committed: its slot is free again.</item>
/// <item>An unused slot before a key on the key's path held an insert that the crash took back. Searches would end there, so
/// it is marked as used.</item>
/// </list>
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The table's sizes.</param>
internal readonly struct CcehRecovery<TPmem>(TPmem pmem, CcehGeometry geometry)
    where TPmem : struct, IPmem
{
    /// <summary>Runs recovery.</summary>
    /// <exception cref="PmemAccessException">The crash left a directory that no correct run leaves.</exception>
    public void Run()
    {
        PoolHeader.Verify(pmem, geometry.Layout);
        CcehWalk<TPmem> walk = new(pmem, geometry);
        new CcehRoot<TPmem>(pmem).ResetLock();
        CcehDirectory<TPmem> directory = walk.Directory();
        long count = 1L << directory.Depth;
        for (long index = 0, stride; index < count; index += stride)
        {
            (CcehSegment<TPmem> segment, stride) = walk.SegmentAt(directory, index);
            for (long buddy = index + 1; buddy < index + stride; buddy++) { RepairEntry(directory, buddy, segment.Address); }
            segment.Lock.Reset();
            RepairSlots(segment);
        }
        pmem.Fence("recover");
    }

    private void RepairEntry(CcehDirectory<TPmem> directory, long index, PmemAddress segment)
    {
        if (directory.Entry(index) == segment) { return; }
        directory.StoreEntry(index, segment, "recover directory");
        pmem.Flush(directory.EntryAt(index), sizeof(long), "recover directory");
    }

    private void RepairSlots(CcehSegment<TPmem> segment)
    {
        ulong[] words = new ulong[geometry.SlotCount];
        for (int slot = 0; slot < words.Length; slot++)
        {
            words[slot] = pmem.Load<ulong>(segment.SlotAt(slot), "recover");
            if (SlotWord.IsClaim(words[slot])) { MarkUsed(segment, words, slot, "recover claim"); }
        }
        for (int slot = 0; slot < words.Length; slot++)
        {
            if (SlotWord.IsKey(words[slot])) { CloseHoles(segment, words, slot); }
        }
    }

    private void CloseHoles(CcehSegment<TPmem> segment, ulong[] words, int keySlot)
    {
        ulong hash = CcehHash.Of(words[keySlot]);
        for (int step = 0; step < geometry.PathLength; step++)
        {
            int slot = geometry.SlotOnPath(hash, step);
            if (slot == keySlot) { return; }
            if (words[slot] == SlotWord.NeverUsed) { MarkUsed(segment, words, slot, "recover hole"); }
        }
    }

    private void MarkUsed(CcehSegment<TPmem> segment, ulong[] words, int slot, string label)
    {
        words[slot] = SlotWord.Deleted;
        pmem.Store(segment.SlotAt(slot), SlotWord.Deleted, label);
        pmem.Flush(segment.SlotAt(slot), sizeof(ulong), label);
    }
}
