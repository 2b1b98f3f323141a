using System.Runtime.CompilerServices;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A page: a header of 32 bytes, then records of a key and a pointer in ascending order, ended by a null pointer.</summary>
/// <remarks>
/// Header: leftmost child (8 bytes; in a leaf the least key that belongs there), sibling (8), level (4), switch counter (1), unused (1),
/// index of the last record (2), lock (8). A record whose pointer equals its left neighbour's is invalid; the first one's neighbour is the
/// leftmost child, in a leaf null. So each store of 8 bytes takes the page from one consistent state to the next.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="geometry">The page's size.</param>
/// <param name="address">Where the page stands.</param>
internal readonly struct FastFairPage<TPmem>(TPmem pmem, FastFairGeometry geometry, PmemAddress address)
    where TPmem : struct, IPmem
{
    private const int SiblingOffset = 8;
    private const int LevelOffset = 16;
    private const int SwitchOffset = 20;
    private const int LastIndexOffset = 22;
    private const int LockOffset = 24;
    private const int PointerOffset = 8;

    /// <summary>Where the page stands.</summary>
    public PmemAddress Address => address;

    /// <summary>The page's size.</summary>
    public FastFairGeometry Geometry => geometry;

    /// <summary>The distance from the leaves; they are level 0.</summary>
    public int Level => pmem.Load<int>(address + LevelOffset, "level");

    /// <summary>An inner page's first child.</summary>
    public ulong Leftmost => pmem.Load<ulong>(address, "leftmost");

    /// <summary>A leaf's least key: smaller ones belong to pages on the left.</summary>
    public ulong LowKey => pmem.Load<ulong>(address, "low key");

    /// <summary>The next page of the level, or null.</summary>
    public PmemAddress Sibling => pmem.LoadPointer(address + SiblingOffset, "sibling");

    /// <summary>How many records the page has; exact for who holds the lock.</summary>
    public int Count => pmem.Load<short>(address + LastIndexOffset, "last index") + 1;

    /// <summary>Even while records move to the right, odd while they move to the left.</summary>
    public byte SwitchCounter => pmem.Load<byte>(address + SwitchOffset, "switch counter");

    /// <summary>Where a record stands.</summary>
    public PmemAddress RecordAt(int index) => address + FastFairGeometry.HeaderBytes + (index * FastFairGeometry.RecordBytes);

    /// <summary>Where a record's pointer stands.</summary>
    public PmemAddress PointerAt(int index) => RecordAt(index) + PointerOffset;

    /// <summary>Reads a key.</summary>
    public ulong Key(int index) => pmem.Load<ulong>(RecordAt(index), "key");

    /// <summary>Reads a pointer.</summary>
    public ulong Pointer(int index) => pmem.Load<ulong>(PointerAt(index), "pointer");

    /// <summary>The pointer before a record's.</summary>
    /// <param name="index">The record.</param>
    /// <param name="level">The page's level.</param>
    public ulong PointerBefore(int index, int level) => index > 0 ? Pointer(index - 1) : level == 0 ? 0 : Leftmost;

    /// <summary>Whether the page ends at an index: only the first record may be invalid with a null pointer.</summary>
    public bool EndsAt(int index) =>
        index >= geometry.Cardinality || (Pointer(index) == 0 && (index > 0 || Pointer(1) == 0));

    /// <summary>Takes the lock of the page.</summary>
    public void Enter()
    {
        while (pmem.CompareExchange(address + LockOffset, 0UL, 1UL, "lock") != 0)
        {
            pmem.SpinUntil(address + LockOffset, SpinCondition.Equal, 0, "wait for lock");
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Leave() => pmem.Store(address + LockOffset, 0UL, "unlock");

    /// <summary>Frees the lock after a crash; not flushed, since every recovery does it again.</summary>
    public void ResetLock() => pmem.Store(address + LockOffset, 0UL, "recover lock");

    /// <summary>Notes how many records there are: a hint that is not flushed, and that recovery counts again.</summary>
    public void StoreCount(int count, string label) => pmem.Store(address + LastIndexOffset, (short)(count - 1), label);

    /// <summary>Tells lock-free readers that records are about to move.</summary>
    public void TurnTo(bool isLeft)
    {
        byte counter = SwitchCounter;
        if ((counter & 1) != (isLeft ? 1 : 0)) { pmem.Store(address + SwitchOffset, (byte)(counter + 1), "switch"); }
    }

    /// <summary>Makes lock-free readers start again.</summary>
    public void TurnForSplit()
    {
        byte counter = SwitchCounter;
        pmem.Store(address + SwitchOffset, (byte)(counter + ((counter & 1) == 0 ? 2 : 1)), "switch");
    }

    /// <summary>Writes the header of a page that nobody can see yet, and clears its records.</summary>
    public void Format(int level, ulong leftmost, PmemAddress sibling, string label)
    {
        pmem.Store(address, leftmost, label);
        pmem.Store(address + SiblingOffset, sibling.Offset, label);
        pmem.Store(address + LevelOffset, level, label);
        pmem.Store(address + SwitchOffset, (byte)0, label);
        StoreCount(0, label);
        pmem.Store(address + LockOffset, 0UL, label);
        for (int index = 0; index < geometry.Cardinality; index++) { pmem.Store(PointerAt(index), 0UL, label); }
    }

    /// <summary>Links the page to its sibling.</summary>
    public void StoreSibling(PmemAddress sibling, string label) => pmem.Store(address + SiblingOffset, sibling.Offset, label);

    /// <summary>Flushes and fences, with a fence in front as the original's <c>clflush</c> has it.</summary>
    /// <param name="start">The first byte.</param>
    /// <param name="lengthBytes">Bytes in the range.</param>
    /// <param name="front">The name of the fence in front.</param>
    /// <param name="label">The name of the step.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    public void WriteBack(PmemAddress start, long lengthBytes, string front, string label,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        pmem.Fence(front, FenceKind.Store, file, line, member);
        pmem.Flush(start, lengthBytes, label, FlushKind.Clwb, file, line, member);
        pmem.Fence(label, FenceKind.Store, file, line, member);
    }
}
