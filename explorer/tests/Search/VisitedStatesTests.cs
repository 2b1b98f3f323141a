using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class VisitedStatesTests
{
    private readonly VisitedStates _visited = new();

    [Fact]
    public void A_state_is_new_once() =>
        Assert.Equal([true, false, true], new[] { _visited.Add(Hash(1), -1, -1), _visited.Add(Hash(1), 0, 5), _visited.Add(Hash(2), 0, 6) });

    [Fact]
    public void States_whose_hashes_agree_in_one_half_are_different()
    {
        Assert.True(_visited.Add(new StateHash(1, 2), -1, -1));
        Assert.True(_visited.Add(new StateHash(1, 3), -1, -1));
        Assert.True(_visited.Add(new StateHash(4, 2), -1, -1));
        Assert.Equal(3, _visited.Count);
    }

    [Fact]
    public void The_set_grows_without_forgetting()
    {
        for (int i = 0; i < 20_000; i++) { Assert.True(_visited.Add(Hash(i), i - 1, i)); }
        for (int i = 0; i < 20_000; i++) { Assert.False(_visited.Add(Hash(i), 0, 0)); }

        Assert.Equal(20_000, _visited.Count);
        Assert.Equal(Enumerable.Range(1, 19_999), _visited.ScheduleTo(19_999));
    }

    [Fact]
    public void The_schedule_follows_the_transitions_that_first_led_to_a_state()
    {
        _visited.Add(Hash(0), -1, -1);
        _visited.Add(Hash(1), 0, 256);
        _visited.Add(Hash(2), 0, 512);
        _visited.Add(Hash(3), 2, 513);
        _visited.Add(Hash(3), 1, 7);
        Assert.Equal([512, 513], _visited.ScheduleTo(3));
        Assert.Empty(_visited.ScheduleTo(0));
    }

    private static StateHash Hash(int state) => default(StateHash).Replace(0, 0, state + 1);
}
