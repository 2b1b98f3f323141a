using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class StateHashTests
{
    [Fact]
    public void The_hash_depends_on_the_values_and_not_on_the_order_in_which_they_came() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3]).Array[0, 30].Sample(changes =>
        {
            int[] values = new int[6];
            StateHash hash = default;
            foreach ((int position, int value) in changes)
            {
                hash = hash.Replace(position, values[position], value);
                values[position] = value;
            }
            StateHash direct = default;
            for (int position = 5; position >= 0; position--) { direct = direct.Replace(position, 0, values[position]); }
            return hash == direct;
        });

    [Fact]
    public void Ten_thousand_small_states_have_ten_thousand_hashes_in_each_half()
    {
        HashSet<ulong> lows = [];
        HashSet<ulong> highs = [];
        for (int state = 0; state < 10_000; state++)
        {
            StateHash hash = default;
            for (int position = 0, rest = state; position < 4; position++, rest /= 10) { hash = hash.Replace(position, 0, rest % 10); }
            lows.Add(hash.Low);
            highs.Add(hash.High);
        }
        Assert.Equal((10_000, 10_000), (lows.Count, highs.Count));
    }

    [Fact]
    public void The_value_zero_adds_nothing() => Assert.Equal(default, default(StateHash).Replace(3, 0, 7).Replace(3, 7, 0).Replace(9, 0, 0));
}
