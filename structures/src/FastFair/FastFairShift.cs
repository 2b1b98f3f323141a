using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>FAST: records move by one place in a page, by stores of 8 bytes, and a line is written back before the next one changes.</summary>
/// <remarks>
/// To the right, a line is complete when the record at its start has been written; to the left, when the one at its end has. The published
/// code tests for the start in both directions, so that a delete may return without any flush (FF4). The caller holds the page's lock.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="page">The page.</param>
internal readonly struct FastFairShift<TPmem>(TPmem pmem, FastFairPage<TPmem> page)
    where TPmem : struct, IPmem
{
    /// <summary>Inserts a record; it is durable on return.</summary>
    /// <param name="key">Its key, which no record has.</param>
    /// <param name="pointer">Its pointer, which no other record of the page has; not 0.</param>
    public void Insert(ulong key, ulong pointer)
    {
        page.TurnTo(isLeft: false);
        int count = page.Count;
        if (count == 0)
        {
            pmem.Store(page.RecordAt(0), key, "first record");
            pmem.Store(page.PointerAt(0), pointer, "first record");
            page.WriteBack(page.RecordAt(0), FastFairGeometry.RecordBytes, "first record front", "first record");
        }
        else
        {
            MoveTerminator(count + 1);
            int index = MoveRight(key, count);
            pmem.Store(page.PointerAt(index), page.PointerBefore(index, page.Level), "record left");
            pmem.Store(page.RecordAt(index), key, "record key");
            pmem.Store(page.PointerAt(index), pointer, "commit record");
            page.WriteBack(page.RecordAt(index), FastFairGeometry.RecordBytes, "record front", "record");
        }
        page.StoreCount(count + 1, "count");
    }

    /// <summary>Removes a record, or an invalid one that a crash left; durably on return.</summary>
    /// <param name="index">The record.</param>
    public void Remove(int index)
    {
        page.TurnTo(isLeft: true);
        int count = page.Count;
        pmem.Store(page.PointerAt(index), page.PointerBefore(index, page.Level), "invalidate");
        for (int to = index; to < count; to++)
        {
            pmem.Store(page.RecordAt(to), page.Key(to + 1), "move left");
            pmem.Store(page.PointerAt(to), page.Pointer(to + 1), "move left");
            if (to < count - 1 && StartsLine(page.RecordAt(to + 1)))
            {
                page.WriteBack(page.RecordAt(to), FastFairGeometry.RecordBytes, "left line front", "left line");
            }
        }
        page.WriteBack(page.RecordAt(count - 1), FastFairGeometry.RecordBytes, "delete front", "delete");
        page.StoreCount(count - 1, "count");
    }

    private static bool StartsLine(PmemAddress record) => (record.Offset & (CacheLine.Bytes - 1)) < FastFairGeometry.RecordBytes;

    /// <summary>Ends the page one place further on, where the upper half of a page that was split may still stand.</summary>
    /// <remarks>Not flushed: recovery ends the page at the first record that belongs in the sibling, whatever stands behind it.</remarks>
    private void MoveTerminator(int index)
    {
        if (page.Pointer(index) != 0) { pmem.Store(page.PointerAt(index), 0UL, "terminator"); }
    }

    private int MoveRight(ulong key, int count)
    {
        int index = count;
        while (index > 0 && key < page.Key(index - 1))
        {
            pmem.Store(page.PointerAt(index), page.Pointer(index - 1), "move right");
            pmem.Store(page.RecordAt(index), page.Key(index - 1), "move right");
            if (StartsLine(page.RecordAt(index)))
            {
                page.WriteBack(page.RecordAt(index), FastFairGeometry.RecordBytes, "right line front", "right line");
            }
            index--;
        }
        return index;
    }
}
