namespace Sim.CacheModel.Tests;

public sealed class MemoryEventTests
{
    private static readonly MemoryEvent Load = new() { Kind = EventKind.Load, Address = new PmemAddress(64), SizeBytes = 8, SiteId = 3 };

    [Theory]
    [InlineData(EventKind.Load, true)]
    [InlineData(EventKind.Store, false)]
    [InlineData(EventKind.NonTemporalStore, false)]
    [InlineData(EventKind.CompareExchange, true)]
    [InlineData(EventKind.Flush, false)]
    [InlineData(EventKind.Fence, false)]
    [InlineData(EventKind.SpinUntil, true)]
    [InlineData(EventKind.Mark, false)]
    public void Loads_locked_instructions_and_waits_read(EventKind kind, bool reads) =>
        Assert.Equal(reads, new MemoryEvent { Kind = kind }.Reads);

    [Fact]
    public void Two_events_are_the_same_request_whatever_they_read() =>
        Assert.True((Load with { Read = 1 }).IsSameRequest(Load with { Read = 2 }));

    [Fact]
    public void Events_of_different_sites_or_addresses_are_different_requests()
    {
        Assert.False(Load.IsSameRequest(Load with { SiteId = 4 }));
        Assert.False(Load.IsSameRequest(Load with { Address = new PmemAddress(72) }));
    }
}
