using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A transaction with an undo log: a range is saved before it changes, stores go in place.</summary>
/// <remarks>
/// libpmemobj's <c>tx</c>: k snapshots take k + 3 fences. An entry is line-aligned {offset, checksum, size, data}; it is written by non-temporal
/// stores, its first line last, and needs one fence however long it is, because the checksum tells a torn entry. The checksum covers the
/// generation number in the lane's header, so that commit is one store: the next generation.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="layout">Where the parts lie.</param>
/// <param name="thread">The thread, whose lane is used.</param>
internal sealed class UndoTransaction<TPmem>(TPmem pmem, TransactionLayout layout, int thread) : ITransaction
    where TPmem : struct, IPmem
{
    private readonly List<(long Offset, long LengthBytes)> _ranges = [];
    private readonly PmemAddress _lane = TransactionLayout.Lane(thread);
    private long _usedBytes = CacheLine.Bytes;

    /// <inheritdoc/>
    public ulong Load(long offset) => pmem.Load<ulong>(layout.Heap(0) + offset);

    /// <inheritdoc/>
    public void Snapshot(long offset, long lengthBytes, string label, string file, int line, string member)
    {
        if (_ranges.Exists(range => range.Offset <= offset && offset + lengthBytes <= range.Offset + range.LengthBytes)) { return; }
        ulong[] words = UndoEntry.Of(offset, Read(offset, lengthBytes), pmem.Load<ulong>(UndoEntry.Generation(_lane)));
        long entryBytes = UndoEntry.BytesOf(words.Length);
        if (_usedBytes + entryBytes > TransactionLayout.LaneBytes) { throw new PoolFullException(entryBytes, TransactionLayout.LaneBytes); }
        const int LineWords = CacheLine.Bytes / PersistWord.Bytes;
        for (int index = LineWords; index < words.Length; index++) { Write(index); }
        for (int index = 0; index < Math.Min(LineWords, words.Length); index++) { Write(index); }
        pmem.Fence(label, FenceKind.Store, file, line, member);
        _usedBytes += entryBytes;
        _ranges.Add((offset, lengthBytes));

        void Write(int index) =>
            pmem.StoreNonTemporal(_lane + _usedBytes + (index * PersistWord.Bytes), words[index], label, file, line, member);
    }

    /// <inheritdoc/>
    public void Store(long offset, ulong value, string label, string file, int line, string member) =>
        pmem.Store(layout.Heap(0) + offset, value, label, file, line, member);

    /// <inheritdoc/>
    public void Commit()
    {
        if (_ranges.Count == 0) { return; }
        foreach ((long offset, long lengthBytes) in _ranges) { pmem.Flush(layout.Heap(0) + offset, lengthBytes, "data"); }
        pmem.Fence("data");
        // Orders the publication of allocations, of which there are none here; the original fences all the same.
        pmem.Fence("headers");
        PmemAddress generation = UndoEntry.Generation(_lane);
        pmem.Store(generation, pmem.Load<ulong>(generation) + 1, "commit");
        pmem.Persist(generation, sizeof(ulong), "commit");
    }

    private ulong[] Read(long offset, long lengthBytes)
    {
        ulong[] data = new ulong[lengthBytes / PersistWord.Bytes];
        for (int index = 0; index < data.Length; index++) { data[index] = Load(offset + (index * PersistWord.Bytes)); }
        return data;
    }
}
