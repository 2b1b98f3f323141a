using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class TraceMappingsTests
{
    private readonly TraceMappings _mappings = new();
    private readonly TraceTexts _texts = new();

    [Fact]
    public void Two_mappings_of_one_byte_are_one_place()
    {
        Map("pool", 0x1000, 0x1000, 0x0);
        Map("pool", 0x9000, 0x3000, 0x0);

        Assert.Equal(_mappings.PlaceOf(0x1040), _mappings.PlaceOf(0x9040));
        Assert.Equal("pool+0x2040", _mappings.Describe(_mappings.PlaceOf(0xb040)));
        Assert.Equal([new TracedFile("pool", 0x3000)], _mappings.Files);
    }

    [Fact]
    public void A_later_mapping_hides_an_earlier_one_and_leaves_its_ends()
    {
        Map("a", 0x1000, 0x3000, 0x0);
        Map("b", 0x2000, 0x1000, 0x0);

        Assert.Equal(["a+0xfff", "b+0x0", "b+0xfff", "a+0x2000"], ((ulong[])[0x1fff, 0x2000, 0x2fff, 0x3000]).Select(address => _mappings.Describe(_mappings.PlaceOf(address))));
    }

    [Fact]
    public void An_offset_shifts_the_place()
    {
        Map("pool", 0x5000, 0x1000, 0x2000);

        Assert.Equal(0x2010, TraceMappings.OffsetOf(_mappings.PlaceOf(0x5010)));
    }

    [Fact]
    public void Memory_of_no_file_is_a_place_of_its_own()
    {
        Assert.False(TraceMappings.IsInFile(_mappings.PlaceOf(0x1234)));
        Assert.Equal("0x1234", _mappings.Describe(_mappings.PlaceOf(0x1234)));
    }

    [Theory]
    [InlineData(0x1000, 0x1000, 0x20, "expected the same place within a cache line")]
    [InlineData(0x1000, 0x7fff_ffff_ffff_ffff, 0x0, "reaches over")]
    public void Impossible_mappings_are_refused(ulong address, ulong length, ulong offset, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Map("pool", address, length, offset)).Message, StringComparison.Ordinal);

    private void Map(string name, ulong address, ulong length, ulong offset)
    {
        _texts.TryIntern(System.Text.Encoding.UTF8.GetBytes(name), out int text);
        _mappings.Add(new TraceEvent { Kind = TraceEventKind.Map, Address = address, Length = length, Value = offset, Text = text }, _texts);
    }
}
