using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Benchmarks;

/// <summary>The insertion of CCEH without its directory and splits, written against <see cref="IPmem"/>.</summary>
/// <remarks>
/// Pairs of 16 bytes; a free key is 0, one that is being written is all ones. Claim the slot, store the value, fence, store the
/// key, fence, write back, fence: Nam et al., FAST 2019, as its public source does it.
/// </remarks>
internal sealed class PairTable : IOperationTarget
{
    /// <summary>Pairs in the table: 64 KiB, for the second-level cache.</summary>
    public const int PairCount = 1 << 12;

    /// <summary>Bytes of a pair.</summary>
    public const int PairBytes = 16;

    /// <summary>How far an insertion looks.</summary>
    public const int ProbeCount = 32;

    /// <summary>The key of a slot that is being written.</summary>
    public const ulong Claimed = ulong.MaxValue;

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        ulong slot = Hash(operation.Key);
        for (int probe = 0; probe < ProbeCount; probe++)
        {
            PmemAddress pair = new((long)((slot + (ulong)probe) % PairCount) * PairBytes);
            if (pmem.Load<ulong>(pair, "probe") == 0 && pmem.CompareExchange(pair, 0UL, Claimed, "claim") == 0)
            {
                pmem.Store(pair + 8, operation.Value, "value");
                pmem.Fence("value");
                pmem.Store(pair, operation.Key, "commit");
                pmem.Fence("commit");
                pmem.Persist(pair, PairBytes, "commit");
                return 1;
            }
        }
        return 0;
    }

    /// <summary>The value of a key, or 0: loads only, so that nothing hides what the interface costs.</summary>
    public static ulong Find<TPmem>(TPmem pmem, ulong key)
        where TPmem : struct, IPmem
    {
        ulong slot = Hash(key);
        for (int probe = 0; probe < ProbeCount; probe++)
        {
            PmemAddress pair = new((long)((slot + (ulong)probe) % PairCount) * PairBytes);
            if (pmem.Load<ulong>(pair, "probe") == key) { return pmem.Load<ulong>(pair + 8, "read"); }
        }
        return 0;
    }

    /// <summary>The slot where the search for a key begins: Fibonacci hashing.</summary>
    public static ulong Hash(ulong key) => (key * 0x9E3779B97F4A7C15) >> 52;
}
