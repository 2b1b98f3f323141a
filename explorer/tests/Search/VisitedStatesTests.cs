using CsCheck;
using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class VisitedStatesTests
{
    private readonly VisitedStates _visited = new(isExact: false);

    [Fact]
    public void A_state_is_new_once()
    {
        Assert.False(_visited.Contains(Hash(1), []));
        Assert.Equal([true, false, true], new[] { _visited.Add(Hash(1), []), _visited.Add(Hash(1), []), _visited.Add(Hash(2), []) });
        Assert.True(_visited.Contains(Hash(1), []));
    }

    [Fact]
    public void States_whose_hashes_agree_in_one_half_are_different()
    {
        Assert.True(_visited.Add(new StateHash(1, 2), []));
        Assert.True(_visited.Add(new StateHash(1, 3), []));
        Assert.True(_visited.Add(new StateHash(4, 2), []));
    }

    [Fact]
    public void The_hash_of_zeros_is_a_state_as_any_other()
    {
        Assert.False(_visited.Contains(default, []));
        Assert.True(_visited.Add(default, []));
        Assert.False(_visited.Add(default, []));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_set_grows_without_forgetting(bool isExact)
    {
        VisitedStates visited = new(isExact);
        for (int i = 0; i < 20_000; i++) { Assert.True(visited.Add(Hash(i), [i + 1])); }
        for (int i = 0; i < 20_000; i++) { Assert.False(visited.Add(Hash(i), [i + 1])); }
        Assert.InRange(visited.MemoryBytes / 20_000, 20, isExact ? 50 : 31);
    }

    [Fact]
    public void An_exact_set_tells_states_apart_whose_hashes_are_equal()
    {
        VisitedStates visited = new(isExact: true);
        Assert.Equal([true, true, false, false], new[]
        {
            visited.Add(Hash(1), [5, 6]), visited.Add(Hash(1), [5, 7]), visited.Add(Hash(1), [5, 7]), visited.Add(Hash(1), [5, 6]),
        });
        Assert.False(visited.Contains(Hash(1), [5, 8]));
    }

    [Fact]
    public void A_position_that_is_added_later_holds_zero_in_the_states_before()
    {
        VisitedStates visited = new(isExact: true);
        Assert.True(visited.Add(Hash(1), [5]));
        Assert.False(visited.Add(Hash(1), [5, 0]));
        Assert.True(visited.Add(Hash(1), [5, 1]));
        Assert.False(visited.Add(Hash(1), [5]));
    }

    [Fact]
    public void An_exact_set_is_a_set_whatever_the_hashes() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 20]).Array[0, 200].Sample(states =>
        {
            VisitedStates visited = new(isExact: true);
            HashSet<(int, int)> known = [];
            return states.All(state => visited.Add(Hash(state.Item1), [state.Item1, state.Item2]) == known.Add(state));
        });

    private static StateHash Hash(int state) => default(StateHash).Replace(0, 0, state + 1);
}
