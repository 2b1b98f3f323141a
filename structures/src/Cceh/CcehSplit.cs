using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Replaces a full segment by two new ones, and doubles the directory where it is too short to tell them apart.</summary>
/// <remarks>
/// Copy on write: the old segment stays as it is and is never used again. Without doubling, the right half of its entries is
/// durable before the left half changes, so that recovery can tell from the leftmost entry whether to go back or forward.
/// Nobody enters the new segments before the directory that names them is durable.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The table's sizes.</param>
internal readonly struct CcehSplit<TPmem>(TPmem pmem, CcehGeometry geometry)
    where TPmem : struct, IPmem
{
    /// <summary>Splits a segment that the caller is alone in; it is retired afterwards.</summary>
    /// <param name="thread">The calling thread, from 0: the new segments lie in its arena.</param>
    /// <param name="old">The segment.</param>
    /// <param name="hash">A hash that belongs to it.</param>
    /// <exception cref="PoolFullException">The pool has no room.</exception>
    public void Run(int thread, CcehSegment<TPmem> old, ulong hash)
    {
        CcehRoot<TPmem> root = new(pmem);
        root.EnterDirectory();
        CcehDirectory<TPmem> directory = root.Directory;
        int globalDepth = directory.Depth;
        int localDepth = old.Depth;
        long doubledBytes = localDepth == globalDepth ? CcehDirectory<TPmem>.BytesOf(globalDepth + 1) : 0;

        PmemAddress block = BumpAllocator.Allocate(pmem, thread, (2 * geometry.SegmentBytes) + doubledBytes);
        // Without this fence new contents could outlive the allocator's cursor in a crash, and the next split would find them.
        pmem.Fence("allocate");
        CcehSegment<TPmem> left = new(pmem, geometry, block);
        CcehSegment<TPmem> right = new(pmem, geometry, block + geometry.SegmentBytes);
        ulong leftPrefix = 2 * CcehHash.Prefix(hash, localDepth);
        SegmentImage image = SegmentImage.Read(pmem, geometry, old);
        image.Select(leftPrefix, localDepth + 1).WriteTo(pmem, left, localDepth + 1);
        image.Select(leftPrefix + 1, localDepth + 1).WriteTo(pmem, right, localDepth + 1);
        pmem.Persist(block, 2 * geometry.SegmentBytes, "segments");

        if (doubledBytes > 0)
        {
            CcehDirectory<TPmem> doubled = new(pmem, block + (2 * geometry.SegmentBytes));
            FillDoubled(doubled, directory, globalDepth, (long)leftPrefix, left.Address, right.Address);
            pmem.Persist(doubled.Address, doubledBytes, "doubling");
            root.Publish(doubled, "publish directory");
        }
        else
        {
            long half = 1L << (globalDepth - localDepth - 1);
            long first = (long)leftPrefix * half;
            Point(directory, first + half, half, right.Address, "directory right");
            Point(directory, first, half, left.Address, "directory left");
        }

        left.Lock.LeaveExclusive();
        right.Lock.LeaveExclusive();
        old.Lock.Retire();
        root.LeaveDirectory();
    }

    private static void FillDoubled(CcehDirectory<TPmem> doubled, CcehDirectory<TPmem> directory, int globalDepth, long leftIndex,
        PmemAddress left, PmemAddress right)
    {
        doubled.StoreDepth(globalDepth + 1, "doubling");
        for (long index = 0; index < 2L << globalDepth; index += 2)
        {
            PmemAddress kept = index == leftIndex ? PmemAddress.Null : directory.Entry(index / 2);
            doubled.StoreEntry(index, index == leftIndex ? left : kept, "doubling");
            doubled.StoreEntry(index + 1, index == leftIndex ? right : kept, "doubling");
        }
    }

    private void Point(CcehDirectory<TPmem> directory, long first, long count, PmemAddress segment, string label)
    {
        for (long index = first; index < first + count; index++) { directory.StoreEntry(index, segment, label); }
        pmem.Persist(directory.EntryAt(first), count * sizeof(long), label);
    }
}
