using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class CheckedRealPmemTests : IDisposable
{
    private readonly RealMapping _mapping = RealMapping.CreateVolatile(4096);

    public void Dispose() => _mapping.Dispose();

    [Theory]
    [InlineData(-8)]
    [InlineData(4096)]
    [InlineData(long.MaxValue - 7)]
    public void Every_access_outside_the_mapping_throws(long offset)
    {
        PmemAddress outside = new(offset);
        AssertRefused(pmem => pmem.Load<ulong>(outside));
        AssertRefused(pmem => pmem.Store(outside, 1UL));
        AssertRefused(pmem => pmem.StoreNonTemporal(outside, 1UL));
        AssertRefused(pmem => pmem.CompareExchange(outside, 0UL, 1UL));
        AssertRefused(pmem => pmem.SpinUntil(outside, SpinCondition.Equal, 0));
        AssertRefused(pmem => pmem.Flush(outside, 8));
    }

    [Fact]
    public void Every_misaligned_access_throws()
    {
        PmemAddress odd = new(4);
        AssertRefused(pmem => pmem.Load<ulong>(odd));
        AssertRefused(pmem => pmem.Store(odd, 1UL));
        AssertRefused(pmem => pmem.StoreNonTemporal(odd, 1UL));
        AssertRefused(pmem => pmem.CompareExchange(odd, 0UL, 1UL));
        AssertRefused(pmem => pmem.SpinUntil(odd, SpinCondition.Equal, 0));
        AssertRefused(pmem => pmem.CompareExchange(new PmemAddress(8), UInt128.Zero, UInt128.One));
    }

    [Fact]
    public void A_size_that_no_instruction_has_throws()
    {
        AssertRefused(pmem => pmem.Store(default, default(ThreeBytes)));
        AssertRefused(pmem => pmem.StoreNonTemporal(default, (ushort)1));
        AssertRefused(pmem => pmem.CompareExchange(default, (1L, 2L, 3L), default));
    }

    [Fact]
    public void What_is_allowed_reaches_the_mapping()
    {
        CheckedRealPmem pmem = _mapping.CheckedPmem;
        PmemAddress last = new(4096 - 16);
        pmem.Store(last, new UInt128(2, 1));
        pmem.Flush(last, 16);
        pmem.Flush(new PmemAddress(4096), 0);
        pmem.Fence();

        Assert.Equal(1UL, pmem.CompareExchange(last, 1UL, 5UL));
        pmem.StoreNonTemporal(last + 8, 6UL);
        Assert.Equal(6UL, pmem.SpinUntil(last + 8, SpinCondition.Equal, 6));
        Assert.Equal(new UInt128(6, 5), _mapping.Pmem.Load<UInt128>(last));
    }

    private void AssertRefused(Action<CheckedRealPmem> access) =>
        Assert.Throws<PmemAccessException>(() => access(_mapping.CheckedPmem));
}
