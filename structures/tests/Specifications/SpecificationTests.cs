using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class SpecificationTests
{
    [Fact]
    public void A_log_returns_positions_from_1()
    {
        (AbstractState one, ulong first) = LogState.Empty.Apply(new Operation(0, 7), 0);
        (AbstractState two, ulong second) = one.Apply(new Operation(0, 7), 1);

        Assert.Equal((1ul, 2ul, "[7, 7]"), (first, second, two.Text));
    }

    [Fact]
    public void A_queue_remembers_the_last_answer_of_each_thread()
    {
        AbstractState state = QueueState.Empty.Apply(new Operation(QueueState.Enqueue, 5), 0).Next;
        (state, ulong taken) = state.Apply(new Operation(QueueState.Dequeue), 2);
        (state, ulong none) = state.Apply(new Operation(QueueState.Dequeue), 0);

        Assert.Equal((5ul, 0ul, "[] answered {0: 0, 2: 5}"), (taken, none, state.Text));
    }

    [Fact]
    public void A_set_holds_a_key_once()
    {
        (AbstractState state, ulong inserted) = SetState.Empty.Apply(new Operation(SetState.Insert, 2), 0);
        (state, ulong again) = state.Apply(new Operation(SetState.Insert, 2), 0);
        (state, ulong other) = state.Apply(new Operation(SetState.Insert, 1), 0);
        ulong found = state.Apply(new Operation(SetState.Contains, 2), 0).Result;

        Assert.Equal((1ul, 0ul, 1ul, 1ul, "{1, 2}"), (inserted, again, other, found, state.Text));
        Assert.Equal("{1}", state.Apply(new Operation(SetState.Remove, 2), 0).Next.Text);
    }
}
