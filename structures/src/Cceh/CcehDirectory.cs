using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The directory: its depth, and a segment pointer for each prefix of that many bits.</summary>
/// <remarks>
/// Depth and entries are one object, and the capacity follows from the depth, so that one pointer swing switches all of it.
/// The original stores array, capacity and depth one after the other and inserts for ever after a crash in between.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="address">Where the directory stands.</param>
internal readonly struct CcehDirectory<TPmem>(TPmem pmem, PmemAddress address)
    where TPmem : struct, IPmem
{
    private const int EntriesOffset = 8;

    /// <summary>Where the directory stands.</summary>
    public PmemAddress Address => address;

    /// <summary>How many bits of the hash choose an entry.</summary>
    public int Depth => (int)pmem.Load<ulong>(address, "global depth");

    /// <summary>Bytes of a directory of a depth.</summary>
    public static long BytesOf(int depth) => EntriesOffset + (8L << depth);

    /// <summary>Where an entry stands.</summary>
    public PmemAddress EntryAt(long index) => address + EntriesOffset + (8 * index);

    /// <summary>The segment that an entry names.</summary>
    public PmemAddress Entry(long index) => pmem.LoadPointer(EntryAt(index), "entry");

    /// <summary>Writes the depth of a directory that nobody else can see yet.</summary>
    public void StoreDepth(int depth, string label) => pmem.Store(address, (ulong)depth, label);

    /// <summary>Writes an entry.</summary>
    public void StoreEntry(long index, PmemAddress segment, string label) => pmem.Store(EntryAt(index), segment.Offset, label);
}
