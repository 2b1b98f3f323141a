using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A table: a header line with the number of buckets and the count of chained ones, then a line per bucket.</summary>
/// <param name="pmem">The mapping.</param>
/// <param name="address">Where the table stands.</param>
internal readonly struct ClhtTable<TPmem>(TPmem pmem, PmemAddress address)
    where TPmem : struct, IPmem
{
    private const int VersionOffset = 8;
    private const int ExpansionsOffset = 16;

    /// <summary>Where the table stands.</summary>
    public PmemAddress Address => address;

    /// <summary>How many chains it has, a power of two.</summary>
    public long BucketCount => pmem.Load<long>(address, "bucket count");

    /// <summary>How many tables came before it.</summary>
    public long Version => pmem.Load<long>(address + VersionOffset, "version");

    /// <summary>Bytes of a table.</summary>
    public static long BytesOf(long bucketCount) => CacheLine.Bytes + (bucketCount * ClhtBucket<TPmem>.Bytes);

    /// <summary>The first bucket of a chain.</summary>
    public ClhtBucket<TPmem> BucketAt(long index) => new(pmem, address + CacheLine.Bytes + (index * ClhtBucket<TPmem>.Bytes));

    /// <summary>The first bucket of a key's chain: the key's lowest bits, as in the original.</summary>
    public ClhtBucket<TPmem> BucketOf(ulong key) => BucketAt((long)key & (BucketCount - 1));

    /// <summary>Counts a chained bucket.</summary>
    /// <returns>Whether there are now as many chained buckets as chains, so that the table should grow.</returns>
    public bool CountExpansion()
    {
        PmemAddress counter = address + ExpansionsOffset;
        long count = pmem.Load<long>(counter, "expansions");
        while (true)
        {
            long found = pmem.CompareExchange(counter, count, count + 1, "expansions");
            if (found == count) { return count + 1 >= BucketCount; }
            count = found;
        }
    }

    /// <summary>Writes the header and empties all buckets of a table that nobody can see yet.</summary>
    public void Format(long bucketCount, long version, string label)
    {
        pmem.Store(address, bucketCount, label);
        pmem.Store(address + VersionOffset, version, label);
        pmem.Store(address + ExpansionsOffset, 0L, label);
        for (long index = 0; index < bucketCount; index++) { BucketAt(index).Clear(label); }
    }
}
