using System.Numerics;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A map as a hash table with chains, whose entries, count and free list change in one transaction (after PMDK's <c>hashmap_tx</c>).</summary>
/// <remarks>
/// Heap: count, head of the free list, entries used so far; one line further the buckets, then the entries {key, value, next}. Links are
/// offsets of entries, 0 ends a chain.
/// </remarks>
/// <param name="bucketCount">Buckets, a power of two of at least 8.</param>
internal sealed class MapContainer(int bucketCount) : IContainer
{
    private const long CountOffset = 0;
    private const long FreeOffset = 8;
    private const long UsedOffset = 16;
    private const long HeaderBytes = 24;
    private const long BucketsOffset = CacheLine.Bytes;
    private const long EntryBytes = 24;
    private const long ValueOffset = 8;
    private const long NextOffset = 16;

    /// <inheritdoc/>
    public string Name => "map";

    /// <inheritdoc/>
    public string Title => "a hash table with chains";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => MapState.Operations;

    /// <inheritdoc/>
    public AbstractState Empty => MapState.Empty;

    private long EntriesOffset => BucketsOffset + (bucketCount * PersistWord.Bytes);

    /// <inheritdoc/>
    public long HeapBytes(int operationCount) =>
        (EntriesOffset + (EntryBytes * operationCount) + CacheLine.Bytes - 1) & -CacheLine.Bytes;

    /// <inheritdoc/>
    public ulong Initial(long offset) => 0;

    /// <inheritdoc/>
    public ulong Execute(ITransaction transaction, Operation operation) => operation.Kind switch
    {
        MapState.InsertKind => Insert(transaction, operation.Key, operation.Value),
        MapState.GetKind => Find(transaction, operation.Key).Entry is var entry && entry == 0 ? 0 : transaction.Load(entry + ValueOffset),
        MapState.DeleteKind => Delete(transaction, operation.Key),
        _ => throw MapState.UnknownKind(operation.Kind),
    };

    /// <inheritdoc/>
    public AbstractState Observe(Func<long, ulong> load)
    {
        List<KeyValuePair<ulong, ulong>> pairs = [];
        for (int bucket = 0; bucket < bucketCount; bucket++)
        {
            long entry = (long)load(BucketsOffset + (bucket * PersistWord.Bytes));
            for (; entry != 0; entry = (long)load(entry + NextOffset)) { pairs.Add(new(load(entry), load(entry + ValueOffset))); }
        }
        // The count is part of the transaction: a map that counts wrong is torn.
        return (ulong)pairs.Count == load(CountOffset) ? MapState.Of(pairs) : MapState.Of([.. pairs, .. pairs]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Workload> Workloads(int threadCount, int operationCount, int keyCount)
    {
        Operation[] probe = [MapState.Insert(9, 7), MapState.Get(1), MapState.Delete(1), MapState.Insert(1, 8), MapState.Get(1)];
        ulong Value(int thread, int index) => (ulong)(((thread + 1) * 10) + index);
        Workload Make(string name, Operation[] setup, Func<int, int, Operation> operation) =>
            ContainerWorkloads.Make(name, threadCount, operationCount, setup, operation, probe);
        return
        [
            Make("insert", [], (thread, index) =>
                MapState.Insert(1 + ((ulong)((index * threadCount) + thread) % (ulong)keyCount), Value(thread, index))),
            Make("get-insert", [], (thread, index) => thread % 2 == 0 ? MapState.Insert(1, Value(thread, index)) : MapState.Get(1)),
            Make("delete-insert", [MapState.Insert(1, 1), MapState.Insert(2, 2)],
                (thread, index) => (thread + index) % 2 == 0 ? MapState.Delete(1) : MapState.Insert(3, Value(thread, index))),
            Make("replace", [MapState.Insert(1, 1)], (thread, index) => MapState.Insert(1, Value(thread, index))),
        ];
    }

    /// <inheritdoc/>
    public Operation Timed(int thread, int index, int keyCount, ulong seed) =>
        MapState.Insert(SplitMix64.NumberAt(seed, thread, index, keyCount), (ulong)index + 1);

    private ulong Insert(ITransaction transaction, ulong key, ulong value)
    {
        (_, long entry) = Find(transaction, key);
        if (entry != 0)
        {
            transaction.Snapshot(entry + ValueOffset, PersistWord.Bytes, "snapshot value");
            transaction.Store(entry + ValueOffset, value, "value");
            return 0;
        }
        long bucket = BucketOf(key);
        entry = Allocate(transaction);
        transaction.Snapshot(entry, EntryBytes, "snapshot entry");
        transaction.Store(entry, key, "entry");
        transaction.Store(entry + ValueOffset, value, "entry");
        transaction.Store(entry + NextOffset, transaction.Load(bucket), "entry");
        transaction.Snapshot(bucket, PersistWord.Bytes, "snapshot bucket");
        transaction.Store(bucket, (ulong)entry, "bucket");
        transaction.Store(CountOffset, transaction.Load(CountOffset) + 1, "count");
        return 1;
    }

    private ulong Delete(ITransaction transaction, ulong key)
    {
        (long link, long entry) = Find(transaction, key);
        if (entry == 0) { return 0; }
        transaction.Snapshot(link, PersistWord.Bytes, "snapshot link");
        transaction.Store(link, transaction.Load(entry + NextOffset), "unlink");
        transaction.Snapshot(CountOffset, HeaderBytes, "snapshot header");
        transaction.Store(CountOffset, transaction.Load(CountOffset) - 1, "count");
        transaction.Snapshot(entry + NextOffset, PersistWord.Bytes, "snapshot free");
        transaction.Store(entry + NextOffset, transaction.Load(FreeOffset), "free");
        transaction.Store(FreeOffset, (ulong)entry, "free");
        return 1;
    }

    private long Allocate(ITransaction transaction)
    {
        transaction.Snapshot(CountOffset, HeaderBytes, "snapshot header");
        long entry = (long)transaction.Load(FreeOffset);
        if (entry != 0)
        {
            transaction.Store(FreeOffset, transaction.Load(entry + NextOffset), "allocate entry");
            return entry;
        }
        ulong used = transaction.Load(UsedOffset);
        transaction.Store(UsedOffset, used + 1, "allocate entry");
        return EntriesOffset + ((long)used * EntryBytes);
    }

    private (long Link, long Entry) Find(ITransaction transaction, ulong key)
    {
        long link = BucketOf(key);
        long entry = (long)transaction.Load(link);
        while (entry != 0 && transaction.Load(entry) != key)
        {
            link = entry + NextOffset;
            entry = (long)transaction.Load(link);
        }
        return (link, entry);
    }

    private long BucketOf(ulong key) =>
        BucketsOffset + ((long)(key * 0x9E3779B97F4A7C15 >> (64 - BitOperations.Log2((uint)bucketCount))) * PersistWord.Bytes);
}
