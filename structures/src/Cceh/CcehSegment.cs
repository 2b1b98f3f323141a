using System.Runtime.CompilerServices;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A segment: a header line with lock and local depth, then a line per bucket; and the search for a key in it.</summary>
/// <remarks>
/// A search follows the key's path and ends at a slot that was never used: an insert takes the first free slot of the path,
/// and slots never become unused again. Only a crash can break that rule, and recovery restores it.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The table's sizes.</param>
/// <param name="address">Where the segment stands.</param>
internal readonly struct CcehSegment<TPmem>(TPmem pmem, CcehGeometry geometry, PmemAddress address)
    where TPmem : struct, IPmem
{
    private const int DepthOffset = 8;
    private const int ValueOffset = 8;

    /// <summary>Where the segment stands.</summary>
    public PmemAddress Address => address;

    /// <summary>The lock.</summary>
    public SegmentLock<TPmem> Lock
    {
        // Else a call on a cold path keeps the whole segment in memory on the hot one; see SegmentLock.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(pmem, address);
    }

    /// <summary>How many bits of the hash all its keys share.</summary>
    public int Depth => (int)pmem.Load<ulong>(address + DepthOffset, "local depth");

    /// <summary>Where the value of the pair at <paramref name="slot"/> stands.</summary>
    public static PmemAddress ValueOf(PmemAddress slot) => slot + ValueOffset;

    /// <summary>Where a slot stands.</summary>
    public PmemAddress SlotAt(int slot) => address + geometry.SlotOffset(slot);

    /// <summary>Writes the local depth of a segment that nobody else can see yet.</summary>
    public void StoreDepth(int depth, string label) => pmem.Store(address + DepthOffset, (ulong)depth, label);

    /// <summary>The slot that holds a key, or null.</summary>
    public PmemAddress Find(ulong hash, ulong key)
    {
        for (int step = 0; step < geometry.PathLength; step++)
        {
            PmemAddress slot = SlotAt(geometry.SlotOnPath(hash, step));
            ulong word = pmem.Load<ulong>(slot, "probe");
            if (word == key) { return slot; }
            if (word == SlotWord.NeverUsed) { break; }
        }
        return PmemAddress.Null;
    }

    /// <summary>Finds the slot of a key, or claims one for it; under the shared lock.</summary>
    /// <remarks>
    /// No slot becomes free while threads share the lock. So of two inserters of one key, whoever comes second meets the
    /// claim of the first before any free slot, and waits for it: the key never takes two slots.
    /// </remarks>
    /// <returns>The slot, null if the path is full; and whether it already holds the key.</returns>
    public (PmemAddress Slot, bool HoldsKey) FindOrClaim(ulong hash, ulong key)
    {
        while (true)
        {
            (PmemAddress slot, ulong word) = FindOrRoom(hash, key);
            if (slot.IsNull || word == key) { return (slot, HoldsKey: word == key); }
            if (pmem.CompareExchange(slot, word, SlotWord.ClaimOf(key), "claim") == word) { return (slot, HoldsKey: false); }
        }
    }

    /// <summary>The slot of a key, else the first free slot of its path, else null; and what stands there.</summary>
    private (PmemAddress Slot, ulong Word) FindOrRoom(ulong hash, ulong key)
    {
        (PmemAddress Slot, ulong Word) room = default;
        for (int step = 0; step < geometry.PathLength; step++)
        {
            PmemAddress slot = SlotAt(geometry.SlotOnPath(hash, step));
            ulong word = pmem.Load<ulong>(slot, "probe");
            if (word == SlotWord.ClaimOf(key)) { word = pmem.SpinUntil(slot, SpinCondition.NotEqual, word, "wait for claim"); }
            if (word == key) { return (slot, word); }
            if (room.Slot.IsNull && IsFree(word, hash)) { room = (slot, word); }
            if (word == SlotWord.NeverUsed) { break; }
        }
        return room;
    }

    /// <summary>Whether a slot is free; the key of another segment, left behind by a split, is deleted lazily: it counts as free.</summary>
    private bool IsFree(ulong word, ulong hash)
    {
        if (!SlotWord.IsKey(word)) { return !SlotWord.IsClaim(word); }
        int depth = Depth;
        return CcehHash.Prefix(CcehHash.Of(word), depth) != CcehHash.Prefix(hash, depth);
    }
}
