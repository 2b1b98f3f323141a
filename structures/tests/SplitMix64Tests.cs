namespace Sim.Structures.Tests;

public sealed class SplitMix64Tests
{
    [Fact]
    public void It_gives_the_published_sequence_of_seed_0() =>
        Assert.Equal(
            [0xE220A8397B1DCDAFul, 0x6E789E6AA1B965F4ul, 0x06C45D188009454Ful],
            Enumerable.Range(0, 3).Select(index => SplitMix64.At(0, 0, index)));
}
