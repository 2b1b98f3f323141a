using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>CCEH, cacheline-conscious extendible hashing: a durable map from 62-bit keys to 64-bit values.</summary>
/// <remarks>
/// Nam, Cha, Choi, Noh and Nam, FAST 2019; the variant with the most significant bits as segment index and copy-on-write
/// splits. Where it departs from the published code, and why:
/// <list type="bullet">
/// <item>An insert of a present key replaces its value; the original stores the key twice. Claims name their key, see
/// <see cref="CcehSegment{TPmem}.FindOrClaim"/>.</item>
/// <item>Readers enter the segment as inserters do, and write back the pair that they return: the published commit makes a
/// key visible before it is durable, and an answer must not be lost to a crash.</item>
/// <item>Deletes, which the original lacks, run alone in their segment and are durable before anyone sees them, so that
/// "absent" needs no write-back.</item>
/// <item>The commit flushes the line of the pair, not the line where probing started.</item>
/// <item>New segments are born locked until the directory that names them is durable: else an acknowledged insert into one
/// of them could be lost.</item>
/// </list>
/// As in the published code, an inserter leaves the segment before it writes the pair back. That is safe: a split in between
/// copies the pair and persists the copy before anything can make the old place unreachable.
/// The order of value and key relies on lines that persist a prefix of their stores (<c>px86-line</c>).
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="geometry">The table's sizes, the same in every thread and after every restart.</param>
public readonly struct Cceh<TPmem>(TPmem pmem, CcehGeometry geometry)
    where TPmem : struct, IPmem
{
    /// <summary>Formats the pool and makes an empty table, persistently.</summary>
    /// <param name="threadCount">Threads that may use it.</param>
    /// <exception cref="PoolFullException">The pool has no room for the first segments.</exception>
    public void Create(int threadCount)
    {
        PoolHeader.Format(pmem, geometry.Layout, CcehRoot<TPmem>.Bytes, threadCount);
        int depth = geometry.InitialDepth;
        long directoryBytes = CcehDirectory<TPmem>.BytesOf(depth);
        CcehDirectory<TPmem> directory = new(pmem, BumpAllocator.Allocate(pmem, thread: 0, directoryBytes));
        directory.StoreDepth(depth, "create directory");
        for (long index = 0; index < 1L << depth; index++)
        {
            CcehSegment<TPmem> segment = new(pmem, geometry, BumpAllocator.Allocate(pmem, thread: 0, geometry.SegmentBytes));
            segment.StoreDepth(depth, "create segment");
            pmem.Flush(segment.Address, geometry.SegmentBytes, "create segment");
            directory.StoreEntry(index, segment.Address, "create directory");
        }
        pmem.Persist(directory.Address, directoryBytes, "create directory");
        new CcehRoot<TPmem>(pmem).Publish(directory, "create root");
    }

    /// <summary>Puts a value under a key, in place of an older one.</summary>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether the key is new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The key is 0 or above <see cref="CcehGeometry.MaxKey"/>.</exception>
    /// <exception cref="PoolFullException">A split finds no room in the pool.</exception>
    public bool Insert(int thread, ulong key, ulong value)
    {
        SlotWord.ThrowUnlessKey(key);
        ulong hash = CcehHash.Of(key);
        while (true)
        {
            CcehSegment<TPmem> segment = Locate(hash);
            if (!segment.Lock.EnterShared()) { continue; }
            (PmemAddress slot, bool holdsKey) = segment.FindOrClaim(hash, key);
            if (slot.IsNull)
            {
                segment.Lock.LeaveShared();
                if (segment.Lock.EnterExclusive()) { new CcehSplit<TPmem>(pmem, geometry).Run(thread, segment, hash); }
            }
            else
            {
                if (holdsKey) { Replace(segment, slot, value); } else { Commit(segment, slot, key, value); }
                return !holdsKey;
            }
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <returns>Whether it is there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The key is 0 or above <see cref="CcehGeometry.MaxKey"/>.</exception>
    public bool TryGet(ulong key, out ulong value)
    {
        SlotWord.ThrowUnlessKey(key);
        ulong hash = CcehHash.Of(key);
        CcehSegment<TPmem> segment = Locate(hash);
        while (!segment.Lock.EnterShared()) { segment = Locate(hash); }
        PmemAddress slot = segment.Find(hash, key);
        value = slot.IsNull ? 0 : pmem.Load<ulong>(CcehSegment<TPmem>.ValueOf(slot), "read");
        segment.Lock.LeaveShared();
        if (slot.IsNull) { return false; }
        pmem.Persist(slot, CcehGeometry.PairBytes, "read");
        return true;
    }

    /// <summary>Removes a key.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The key is 0 or above <see cref="CcehGeometry.MaxKey"/>.</exception>
    public bool Delete(ulong key)
    {
        SlotWord.ThrowUnlessKey(key);
        ulong hash = CcehHash.Of(key);
        CcehSegment<TPmem> segment = Locate(hash);
        while (!segment.Lock.EnterExclusive()) { segment = Locate(hash); }
        PmemAddress slot = segment.Find(hash, key);
        if (!slot.IsNull)
        {
            pmem.Store(slot, SlotWord.Deleted, "delete");
            pmem.Persist(slot, sizeof(ulong), "delete");
        }
        segment.Lock.LeaveExclusive();
        return !slot.IsNull;
    }

    /// <summary>Makes the table usable after a crash; runs alone, and may itself be interrupted and run again.</summary>
    /// <exception cref="PmemAccessException">The crash left a directory that no correct run leaves.</exception>
    public void Recover() => new CcehRecovery<TPmem>(pmem, geometry).Run();

    /// <summary>All keys that <see cref="TryGet"/> finds, with their values, in no particular order.</summary>
    /// <remarks>Runs alone and writes nothing.</remarks>
    /// <exception cref="PmemAccessException">As for <see cref="Recover"/>.</exception>
    public IReadOnlyCollection<KeyValuePair<ulong, ulong>> ReadAll()
    {
        Dictionary<ulong, ulong> pairs = [];
        foreach (CcehSegment<TPmem> segment in new CcehWalk<TPmem>(pmem, geometry).Segments())
        {
            for (int slot = 0; slot < geometry.SlotCount; slot++)
            {
                ulong key = pmem.Load<ulong>(segment.SlotAt(slot), "observe");
                if (!SlotWord.IsKey(key)) { continue; }
                // The lookup decides, not the slot: a key that no lookup finds is lost to the user.
                ulong hash = CcehHash.Of(key);
                PmemAddress found = Locate(hash).Find(hash, key);
                if (!found.IsNull) { pairs[key] = pmem.Load<ulong>(CcehSegment<TPmem>.ValueOf(found), "observe"); }
            }
        }
        return pairs;
    }

    private CcehSegment<TPmem> Locate(ulong hash)
    {
        CcehDirectory<TPmem> directory = new CcehRoot<TPmem>(pmem).Directory;
        return new(pmem, geometry, directory.Entry((long)CcehHash.Prefix(hash, directory.Depth)));
    }

    /// <summary>Fills a claimed slot and makes it durable: three fences, as published.</summary>
    private void Commit(CcehSegment<TPmem> segment, PmemAddress slot, ulong key, ulong value)
    {
        pmem.Store(CcehSegment<TPmem>.ValueOf(slot), value, "value");
        pmem.Fence("value");
        pmem.Store(slot, key, "key");
        segment.Lock.LeaveShared();
        pmem.Fence("commit front");
        pmem.Persist(slot, CcehGeometry.PairBytes, "commit");
    }

    /// <summary>Overwrites the value of a key: one word, so a crash keeps the old one or the new one.</summary>
    private void Replace(CcehSegment<TPmem> segment, PmemAddress slot, ulong value)
    {
        pmem.Store(CcehSegment<TPmem>.ValueOf(slot), value, "replace");
        segment.Lock.LeaveShared();
        pmem.Persist(slot, CcehGeometry.PairBytes, "replace");
    }
}
