using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator.Tests;

/// <summary>Small methods whose machine code <see cref="RealPmemCodeTests"/> reads.</summary>
internal static class RealPmemCode
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreWord<TPmem>(TPmem pmem, PmemAddress address, ulong value)
        where TPmem : struct, IPmem => pmem.Store(address, value, "publish");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreTwice<TPmem>(TPmem pmem, PmemAddress address, ulong value)
        where TPmem : struct, IPmem
    {
        pmem.Store(address, value, "first");
        pmem.Store(address + 8, value, "second");
        pmem.Store(address, value + 1, "first again");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong LoadWord<TPmem>(TPmem pmem, PmemAddress address)
        where TPmem : struct, IPmem => pmem.Load<ulong>(address, "read");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void StoreNonTemporalWord<TPmem>(TPmem pmem, PmemAddress address, ulong value)
        where TPmem : struct, IPmem => pmem.StoreNonTemporal(address, value, "stream");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong ExchangeWord<TPmem>(TPmem pmem, PmemAddress address, ulong expected, ulong desired)
        where TPmem : struct, IPmem => pmem.CompareExchange(address, expected, desired, "lock");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void FenceStores<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.Fence("order");

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void FlushWord<TPmem>(TPmem pmem, PmemAddress address)
        where TPmem : struct, IPmem => pmem.Flush(address, sizeof(ulong), "write back");
}
