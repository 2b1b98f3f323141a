using System.Numerics;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Replaces the table by a larger one, alone among the writers of all chains; readers go on in the old table.</summary>
/// <remarks>
/// The new table is written without a flush while nobody can see it, then flushed as a whole, and published by one non-temporal store.
/// A crash before that store leaves the old table, whose contents did not change meanwhile. The old table's locks are never given back:
/// whoever waits for one looks the table up again. The growth factor is the original's: the table is made for a fill of 40 %.
/// </remarks>
/// <param name="pmem">The mapping.</param>
internal readonly struct ClhtResize<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    private const int TargetFillPercent = 40;

    /// <summary>Runs, unless another thread already does.</summary>
    /// <param name="thread">The calling thread, for memory.</param>
    /// <param name="full">The table that is full; nothing happens if it is no longer the table.</param>
    public void Run(int thread, ClhtTable<TPmem> full)
    {
        ClhtRoot<TPmem> root = new(pmem);
        if (!root.TryBeginResize()) { return; }
        ClhtTable<TPmem> old = root.Table;
        if (old.Address == full.Address)
        {
            long oldCount = old.BucketCount;
            long newCount = oldCount * Growth(LockAll(old, oldCount), oldCount);
            PmemAddress address = BumpAllocator.Allocate(pmem, thread, ClhtTable<TPmem>.BytesOf(newCount));
            ClhtTable<TPmem> replacement = new(pmem, address);
            replacement.Format(newCount, old.Version + 1, "copy");
            for (long index = 0; index < oldCount; index++) { Copy(thread, old.BucketAt(index), replacement, newCount); }
            Flush(replacement, newCount);
            pmem.Fence("table");
            pmem.StoreNonTemporal(ClhtRoot<TPmem>.TableAddress, address.Offset, "root");
            pmem.Fence("root");
        }
        root.EndResize();
    }

    private static long Growth(long keyCount, long bucketCount)
    {
        long fillPercent = 100 * keyCount / (bucketCount * ClhtBucket<TPmem>.SlotCount);
        return Math.Max(2, (long)BitOperations.RoundUpToPowerOf2((ulong)(fillPercent / TargetFillPercent)));
    }

    private long LockAll(ClhtTable<TPmem> old, long bucketCount)
    {
        long keyCount = 0;
        for (long index = 0; index < bucketCount; index++)
        {
            ClhtBucket<TPmem> bucket = old.BucketAt(index);
            bucket.Lock.EnterResize();
            for (PmemAddress at = bucket.Address; !at.IsNull; at = new ClhtBucket<TPmem>(pmem, at).Next)
            {
                for (int slot = 0; slot < ClhtBucket<TPmem>.SlotCount; slot++)
                {
                    if (new ClhtBucket<TPmem>(pmem, at).Key(slot) != 0) { keyCount++; }
                }
            }
        }
        return keyCount;
    }

    private void Flush(ClhtTable<TPmem> replacement, long bucketCount)
    {
        pmem.Flush(replacement.Address, ClhtTable<TPmem>.BytesOf(bucketCount), "table");
        for (long index = 0; index < bucketCount; index++)
        {
            PmemAddress at = replacement.BucketAt(index).Next;
            while (!at.IsNull)
            {
                pmem.Flush(at, ClhtBucket<TPmem>.Bytes, "table chain");
                at = new ClhtBucket<TPmem>(pmem, at).Next;
            }
        }
    }

    private void Copy(int thread, ClhtBucket<TPmem> chain, ClhtTable<TPmem> replacement, long bucketCount)
    {
        for (PmemAddress at = chain.Address; !at.IsNull; at = new ClhtBucket<TPmem>(pmem, at).Next)
        {
            ClhtBucket<TPmem> bucket = new(pmem, at);
            for (int slot = 0; slot < ClhtBucket<TPmem>.SlotCount; slot++)
            {
                ulong key = bucket.Key(slot);
                if (key != 0) { Put(thread, replacement, replacement.BucketAt((long)key & (bucketCount - 1)), key, bucket.Value(slot)); }
            }
        }
    }

    private void Put(int thread, ClhtTable<TPmem> table, ClhtBucket<TPmem> bucket, ulong key, ulong value)
    {
        while (true)
        {
            for (int slot = 0; slot < ClhtBucket<TPmem>.SlotCount; slot++)
            {
                if (bucket.Key(slot) != 0) { continue; }
                bucket.Fill(slot, key, value, "copy");
                return;
            }
            PmemAddress next = bucket.Next;
            if (next.IsNull)
            {
                next = BumpAllocator.Allocate(pmem, thread, ClhtBucket<TPmem>.Bytes);
                ClhtBucket<TPmem> chained = new(pmem, next);
                chained.Clear("copy");
                chained.Fill(0, key, value, "copy");
                pmem.Store(bucket.NextAddress, next.Offset, "copy");
                table.CountExpansion();
                return;
            }
            bucket = new(pmem, next);
        }
    }
}
