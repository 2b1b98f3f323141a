namespace Sim.CacheModel.Tests;

public sealed class PmemAddressTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(63, 0)]
    [InlineData(64, 1)]
    [InlineData(6_400_000_000, 100_000_000)]
    public void An_address_lies_in_the_line_that_holds_its_byte(long offset, int line) =>
        Assert.Equal(new CacheLine(line), new PmemAddress(offset).Line);

    [Fact]
    public void Offset_zero_is_the_null_pointer() =>
        Assert.Equal((true, false), (PmemAddress.Null.IsNull, new PmemAddress(8).IsNull));

    [Fact]
    public void Addresses_move_by_bytes_and_subtract_to_bytes()
    {
        PmemAddress address = new(100);
        Assert.Equal(new PmemAddress(108), address + 8);
        Assert.Equal(new PmemAddress(92), address - 8);
        Assert.Equal(-28, address - new PmemAddress(128));
    }

    [Fact]
    public void Addresses_are_ordered_by_offset()
    {
        PmemAddress lower = new(1);
        PmemAddress upper = new(2);
        PmemAddress same = new(1);
        Assert.Equal([true, false, true, false], new[] { lower < upper, lower > upper, lower <= upper, lower >= upper });
        Assert.Equal([false, false, true, true], new[] { lower < same, lower > same, lower <= same, lower >= same });
        Assert.Equal([lower, same, upper], new[] { upper, lower, same }.Order());
    }

    [Fact]
    public void An_address_is_written_in_hexadecimal() => Assert.Equal("0x1c0", new PmemAddress(448).ToString());
}
