using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class PairMapTests
{
    private static readonly Gen<(int First, int Second)> AnyPair = Gen.Select(
        Gen.OneOf(Gen.Int[-3, 3], Gen.Int), Gen.OneOf(Gen.Int[-3, 3], Gen.Int));

    [Fact]
    public void A_map_knows_exactly_the_pairs_that_a_dictionary_knows() =>
        AnyPair.Array[0, 400].Sample(pairs =>
        {
            PairMap map = new();
            Dictionary<(int, int), int> reference = [];
            foreach ((int first, int second) in pairs)
            {
                bool isKnown = reference.TryGetValue((first, second), out int expected);
                if (map.TryGet(first, second, out int value) != isKnown || (isKnown && value != expected)) { return false; }
                if (!isKnown) { reference.Add((first, second), map.Add(first, second, reference.Count)); }
            }
            return map.Count == reference.Count;
        });

    [Fact]
    public void A_map_grows_without_forgetting()
    {
        PairMap map = new();
        for (int i = 0; i < 10_000; i++) { map.Add(i / 100, -i, i); }

        Assert.Equal(10_000, map.Count);
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(map.TryGet(i / 100, -i, out int value));
            Assert.Equal(i, value);
        }
    }

    [Fact]
    public void The_order_of_a_pair_matters()
    {
        PairMap map = new();
        map.Add(1, 2, 12);
        Assert.False(map.TryGet(2, 1, out _));
    }

    [Fact]
    public void A_cleared_map_knows_nothing()
    {
        PairMap map = new();
        map.Add(0, 0, 7);
        map.Clear();
        Assert.False(map.TryGet(0, 0, out _));
        Assert.Equal(0, map.Count);
    }
}
