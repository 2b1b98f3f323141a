using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A bucket: one cache line with a lock, three keys, their three values, and the link to the next bucket of the chain.</summary>
/// <remarks>Key 0 marks a free slot. The lock is volatile: recovery frees it.</remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="address">Where the bucket stands.</param>
internal readonly struct ClhtBucket<TPmem>(TPmem pmem, PmemAddress address)
    where TPmem : struct, IPmem
{
    /// <summary>Pairs in a bucket.</summary>
    public const int SlotCount = 3;

    /// <summary>Bytes of a bucket.</summary>
    public const int Bytes = CacheLine.Bytes;

    private const int KeysOffset = 8;
    private const int ValuesOffset = 32;
    private const int NextOffset = 56;

    /// <summary>Where the bucket stands.</summary>
    public PmemAddress Address => address;

    /// <summary>The lock of the chain that the bucket begins.</summary>
    public ClhtLock<TPmem> Lock => new(pmem, address);

    /// <summary>The next bucket of the chain, or null.</summary>
    public PmemAddress Next => pmem.LoadPointer(NextAddress, "next");

    /// <summary>Where the link to the next bucket stands.</summary>
    public PmemAddress NextAddress => address + NextOffset;

    /// <summary>Where a key stands.</summary>
    public PmemAddress KeyAddress(int slot) => address + KeysOffset + (slot * PersistWord.Bytes);

    /// <summary>Where a value stands.</summary>
    public PmemAddress ValueAddress(int slot) => address + ValuesOffset + (slot * PersistWord.Bytes);

    /// <summary>Reads a key.</summary>
    public ulong Key(int slot) => pmem.Load<ulong>(KeyAddress(slot), "key");

    /// <summary>Reads a value.</summary>
    public ulong Value(int slot) => pmem.Load<ulong>(ValueAddress(slot), "value");

    /// <summary>Empties a bucket that nobody can see yet: its memory may hold remains of what a crash took back.</summary>
    public void Clear(string label)
    {
        pmem.Store(address, ClhtLock<TPmem>.Free, label);
        for (int slot = 0; slot < SlotCount; slot++) { pmem.Store(KeyAddress(slot), 0UL, label); }
        pmem.Store(NextAddress, 0L, label);
    }

    /// <summary>Fills a slot of a bucket that nobody can see yet.</summary>
    public void Fill(int slot, ulong key, ulong value, string label)
    {
        pmem.Store(ValueAddress(slot), value, label);
        pmem.Store(KeyAddress(slot), key, label);
    }
}
