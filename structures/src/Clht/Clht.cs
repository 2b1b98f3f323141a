using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>P-CLHT: a durable hash table of cache-line buckets with locked writers and readers without locks.</summary>
/// <remarks>
/// Lee, Mohan, Kashyap, Kim, Chidambaram: RECIPE, SOSP 2019, section 6.4; its source with non-temporal commits. A store commits each
/// operation: of a key, of the link to a chained bucket, or of the pointer to a larger table. It is non-temporal, and so persistent as
/// soon as others can see it: readers flush nothing, and no answer rests on what a crash can take back. What it publishes is flushed and
/// fenced before. Keys are never moved within a table, so a reader that finds the value unchanged around the key has read a pair.
/// An insert of a present key changes nothing, as in the original. Keys are at least 1.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
public readonly struct Clht<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    private const string Layout = "P-CLHT";

    /// <summary>Formats the pool and makes an empty table, persistently.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    /// <param name="geometry">The first table's size.</param>
    /// <exception cref="PoolFullException">The pool has no room for the first table.</exception>
    public void Create(int threadCount, ClhtGeometry geometry)
    {
        PoolHeader.Format(pmem, Layout, ClhtRoot<TPmem>.Bytes, threadCount);
        long bytes = ClhtTable<TPmem>.BytesOf(geometry.InitialBuckets);
        ClhtTable<TPmem> table = new(pmem, BumpAllocator.Allocate(pmem, thread: 0, bytes));
        table.Format(geometry.InitialBuckets, version: 0, "create table");
        pmem.Persist(table.Address, bytes, "create table");
        pmem.Store(ClhtRoot<TPmem>.TableAddress, table.Address.Offset, "create root");
        pmem.Persist(ClhtRoot<TPmem>.TableAddress, sizeof(long), "create root");
    }

    /// <summary>Frees the locks that a crash left; the table itself needs no repair. Runs alone.</summary>
    /// <exception cref="PoolDefectException">The pool holds something else.</exception>
    public void Recover()
    {
        PoolHeader.Verify(pmem, Layout);
        ClhtRoot<TPmem> root = new(pmem);
        root.Recover();
        ClhtTable<TPmem> table = root.Table;
        long count = table.BucketCount;
        for (long index = 0; index < count; index++) { table.BucketAt(index).Lock.Reset(); }
    }

    /// <summary>Puts a value under a key, unless the key is there.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="key">The key, at least 1.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the key is new.</returns>
    /// <exception cref="PoolFullException">The pool has no room.</exception>
    public bool Insert(int thread, ulong key, ulong value)
    {
        while (true)
        {
            ClhtTable<TPmem> table = new ClhtRoot<TPmem>(pmem).Table;
            ClhtBucket<TPmem> chain = table.BucketOf(key);
            if (!Find(chain, key).Slot.IsNull) { return false; }
            if (!chain.Lock.TryEnter())
            {
                new ClhtRoot<TPmem>(pmem).AwaitReplacement(table);
                continue;
            }
            (bool isNew, bool isFull) = Put(thread, table, chain, key, value);
            chain.Lock.Leave();
            if (isFull) { new ClhtResize<TPmem>(pmem).Run(thread, table); }
            return isNew;
        }
    }

    /// <summary>Looks a key up, without locks or flushes.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Its value, 0 if it is absent.</returns>
    public ulong Get(ulong key) => Find(new ClhtRoot<TPmem>(pmem).Table.BucketOf(key), key).Value;

    /// <summary>Removes a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it was there.</returns>
    public bool Delete(ulong key)
    {
        while (true)
        {
            ClhtTable<TPmem> table = new ClhtRoot<TPmem>(pmem).Table;
            ClhtBucket<TPmem> chain = table.BucketOf(key);
            if (Find(chain, key).Slot.IsNull) { return false; }
            if (!chain.Lock.TryEnter())
            {
                new ClhtRoot<TPmem>(pmem).AwaitReplacement(table);
                continue;
            }
            PmemAddress slot = Find(chain, key).Slot;
            if (!slot.IsNull)
            {
                pmem.Fence("delete front");
                pmem.StoreNonTemporal(slot, 0UL, "delete");
                pmem.Fence("delete");
            }
            chain.Lock.Leave();
            return !slot.IsNull;
        }
    }

    /// <summary>All keys that <see cref="Get"/> finds, with their values; a key that stands in two slots comes twice.</summary>
    /// <remarks>Runs alone and writes nothing.</remarks>
    public IReadOnlyList<KeyValuePair<ulong, ulong>> ReadAll()
    {
        List<KeyValuePair<ulong, ulong>> pairs = [];
        ClhtTable<TPmem> table = new ClhtRoot<TPmem>(pmem).Table;
        long count = table.BucketCount;
        for (long index = 0; index < count; index++)
        {
            PmemAddress at = table.BucketAt(index).Address;
            while (!at.IsNull)
            {
                ClhtBucket<TPmem> bucket = new(pmem, at);
                for (int slot = 0; slot < ClhtBucket<TPmem>.SlotCount; slot++)
                {
                    ulong key = bucket.Key(slot);
                    if (key != 0 && table.BucketOf(key).Address == table.BucketAt(index).Address) { pairs.Add(new(key, bucket.Value(slot))); }
                }
                at = bucket.Next;
            }
        }
        return pairs;
    }

    // The value is read before and after the key: unchanged, it is that key's, for a slot gets another pair only after a delete.
    private (PmemAddress Slot, ulong Value) Find(ClhtBucket<TPmem> chain, ulong key)
    {
        for (PmemAddress at = chain.Address; !at.IsNull; at = new ClhtBucket<TPmem>(pmem, at).Next)
        {
            ClhtBucket<TPmem> bucket = new(pmem, at);
            for (int slot = 0; slot < ClhtBucket<TPmem>.SlotCount; slot++)
            {
                ulong value = bucket.Value(slot);
                if (bucket.Key(slot) != key) { continue; }
                return bucket.Value(slot) == value ? (bucket.KeyAddress(slot), value) : default;
            }
        }
        return default;
    }

    private (bool IsNew, bool IsFull) Put(int thread, ClhtTable<TPmem> table, ClhtBucket<TPmem> chain, ulong key, ulong value)
    {
        ClhtBucket<TPmem> bucket = chain;
        (PmemAddress Key, PmemAddress Value) free = default;
        while (true)
        {
            for (int slot = 0; slot < ClhtBucket<TPmem>.SlotCount; slot++)
            {
                ulong found = bucket.Key(slot);
                if (found == key) { return (false, false); }
                if (found == 0 && free.Key.IsNull) { free = (bucket.KeyAddress(slot), bucket.ValueAddress(slot)); }
            }
            PmemAddress next = bucket.Next;
            if (next.IsNull) { break; }
            bucket = new(pmem, next);
        }
        if (free.Key.IsNull) { return (true, Chain(thread, table, bucket, key, value)); }
        pmem.Store(free.Value, value, "value");
        pmem.Persist(free.Value, sizeof(ulong), "value");
        pmem.StoreNonTemporal(free.Key, key, "commit");
        pmem.Fence("commit");
        return (true, false);
    }

    private bool Chain(int thread, ClhtTable<TPmem> table, ClhtBucket<TPmem> last, ulong key, ulong value)
    {
        ClhtBucket<TPmem> bucket = new(pmem, BumpAllocator.Allocate(pmem, thread, ClhtBucket<TPmem>.Bytes));
        bucket.Clear("bucket");
        bucket.Fill(0, key, value, "bucket");
        bool isFull = table.CountExpansion();
        pmem.Persist(bucket.Address, ClhtBucket<TPmem>.Bytes, "bucket");
        pmem.StoreNonTemporal(last.NextAddress, bucket.Address.Offset, "chain");
        pmem.Fence("chain");
        return isFull;
    }
}
