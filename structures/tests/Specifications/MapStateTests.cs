using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class MapStateTests
{
    [Fact]
    public void The_empty_map_is_written_as_two_braces() => Assert.Equal("{}", MapState.Empty.Text);

    [Fact]
    public void The_text_lists_the_pairs_by_key_whatever_the_order_of_inserts()
    {
        AbstractState state = After(MapState.Insert(20, 2), MapState.Insert(3, 1));

        Assert.Equal("{3: 1, 20: 2}", state.Text);
        Assert.Equal(After(MapState.Insert(3, 1), MapState.Insert(20, 2)), state);
    }

    [Fact]
    public void An_insert_tells_whether_the_key_is_new_and_replaces_the_value_of_one_that_is_not()
    {
        (AbstractState one, ulong first) = MapState.Empty.Apply(MapState.Insert(1, 10), thread: 0);
        (AbstractState other, ulong second) = one.Apply(MapState.Insert(1, 11), thread: 1);

        Assert.Equal((1UL, 0UL, "{1: 11}"), (first, second, other.Text));
    }

    [Fact]
    public void A_get_returns_the_value_or_zero_and_changes_nothing()
    {
        AbstractState state = After(MapState.Insert(1, 10));

        Assert.Equal((state, 10UL), state.Apply(MapState.Get(1), thread: 0));
        Assert.Equal((state, 0UL), state.Apply(MapState.Get(2), thread: 0));
    }

    [Fact]
    public void A_delete_tells_whether_the_key_was_there()
    {
        AbstractState state = After(MapState.Insert(1, 10));

        Assert.Equal((MapState.Empty, 1UL), state.Apply(MapState.Delete(1), thread: 0));
        Assert.Equal((state, 0UL), state.Apply(MapState.Delete(2), thread: 0));
    }

    [Fact]
    public void An_unknown_operation_is_a_mistake_of_the_user() =>
        Assert.Equal("unknown map operation '3', expected one of: 0 (insert), 1 (get), 2 (delete)",
            Assert.Throws<InputException>(() => MapState.Empty.Apply(new Operation(3), thread: 0)).Message);

    private static AbstractState After(params Operation[] operations) =>
        operations.Aggregate((AbstractState)MapState.Empty, (state, operation) => state.Apply(operation, thread: 0).Next);
}
