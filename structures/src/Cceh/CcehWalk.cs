using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Visits the segments of the directory in use, each once, and checks that the directory can be walked.</summary>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The table's sizes.</param>
internal readonly struct CcehWalk<TPmem>(TPmem pmem, CcehGeometry geometry)
    where TPmem : struct, IPmem
{
    private const int MaxDepth = 40;

    /// <summary>The directory in use.</summary>
    /// <exception cref="PmemAccessException">There is none, or its depth is impossible.</exception>
    public CcehDirectory<TPmem> Directory()
    {
        CcehDirectory<TPmem> directory = new CcehRoot<TPmem>(pmem).Directory;
        if (directory.Address.IsNull) { throw Refuse(directory.Address, "follows a null directory pointer"); }
        if (directory.Depth is < 1 or > MaxDepth) { throw Refuse(directory.Address, "finds an impossible global depth"); }
        return directory;
    }

    /// <summary>The segment at an entry, and how many entries from there on name it.</summary>
    /// <remarks>A segment of depth L in a directory of depth G owns 2^(G-L) entries, from a multiple of that number on.</remarks>
    /// <exception cref="PmemAccessException">The entry is null, or its segment cannot start there.</exception>
    public (CcehSegment<TPmem> Segment, long Stride) SegmentAt(CcehDirectory<TPmem> directory, long index)
    {
        CcehSegment<TPmem> segment = new(pmem, geometry, directory.Entry(index));
        if (segment.Address.IsNull) { throw Refuse(directory.EntryAt(index), "finds a null segment pointer"); }
        int depthBelow = directory.Depth - segment.Depth;
        long stride = depthBelow is >= 0 and <= MaxDepth ? 1L << depthBelow : 0;
        if (stride == 0 || index % stride != 0)
        {
            throw Refuse(directory.EntryAt(index), "finds a segment whose local depth does not fit there");
        }
        return (segment, stride);
    }

    /// <summary>The segments, in the order of their prefixes.</summary>
    public IEnumerable<CcehSegment<TPmem>> Segments()
    {
        CcehDirectory<TPmem> directory = Directory();
        long count = 1L << directory.Depth;
        for (long index = 0, stride; index < count; index += stride)
        {
            (CcehSegment<TPmem> segment, stride) = SegmentAt(directory, index);
            yield return segment;
        }
    }

    private static PmemAccessException Refuse(PmemAddress address, string reason) => new(address, sizeof(long), reason);
}
