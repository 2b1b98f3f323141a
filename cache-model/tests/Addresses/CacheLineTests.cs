namespace Sim.CacheModel.Tests;

public sealed class CacheLineTests
{
    [Theory]
    [InlineData(0, 1, 0, 1)]
    [InlineData(0, 64, 0, 1)]
    [InlineData(0, 65, 0, 2)]
    [InlineData(63, 1, 0, 1)]
    [InlineData(63, 2, 0, 2)]
    [InlineData(60, 128, 0, 3)]
    [InlineData(128, 256, 2, 4)]
    public void A_range_covers_every_line_that_it_touches(long offset, long lengthBytes, int first, int count) =>
        Assert.Equal((new CacheLine(first), count), CacheLine.Covering(new PmemAddress(offset), lengthBytes));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void An_empty_range_covers_no_line(long lengthBytes) =>
        Assert.Equal(0, CacheLine.Covering(new PmemAddress(65), lengthBytes).Count);

    [Fact]
    public void A_line_starts_at_a_multiple_of_64() => Assert.Equal(new PmemAddress(192), new CacheLine(3).Start);

    [Fact]
    public void The_start_of_a_line_beyond_two_gigabytes_does_not_overflow() =>
        Assert.Equal(64L * int.MaxValue, new CacheLine(int.MaxValue).Start.Offset);
}
