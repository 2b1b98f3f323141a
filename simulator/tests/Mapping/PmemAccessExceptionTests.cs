using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class PmemAccessExceptionTests
{
    [Theory]
    [InlineData(0, 128, true)]
    [InlineData(120, 8, true)]
    [InlineData(128, 0, true)]
    [InlineData(121, 8, false)]
    [InlineData(-8, 8, false)]
    [InlineData(0, -1, false)]
    [InlineData(0, 129, false)]
    [InlineData(long.MaxValue, 8, false)]
    [InlineData(8, long.MaxValue, false)]
    public void A_range_must_lie_inside_the_mapping(long offset, long lengthBytes, bool isInside)
    {
        Exception? exception = Record.Exception(() => PmemAccessException.ThrowUnlessInside(new PmemAddress(offset), lengthBytes, mappingBytes: 128));
        Assert.Equal(isInside, exception is null);
        if (!isInside) { Assert.Equal(new PmemAddress(offset), Assert.IsType<PmemAccessException>(exception).Address); }
    }

    [Theory]
    [InlineData(16, 8, true)]
    [InlineData(16, 16, true)]
    [InlineData(24, 16, false)]
    [InlineData(3, 1, true)]
    [InlineData(3, 2, false)]
    public void An_access_must_be_aligned(long offset, int alignmentBytes, bool isAligned) =>
        Assert.Equal(isAligned,
            Record.Exception(() => PmemAccessException.ThrowUnlessAligned(new PmemAddress(offset), alignmentBytes, alignmentBytes)) is null);
}
