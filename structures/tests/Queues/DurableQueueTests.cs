using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class DurableQueueTests
{
    private static readonly IStructure Queue = new DurableQueueStructure();

    private static Operation Dequeue => new(QueueState.Dequeue);

    [Fact]
    public void An_enqueue_takes_two_fences_and_flushes_the_allocator_the_node_and_the_link()
    {
        StructureRun run = new(Queue, 1, 1);

        run.Execute(Enqueue(7));

        Assert.Equal((2, 3), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Equal("[7]", run.State);
    }

    [Fact]
    public void A_dequeue_takes_three_fences_and_three_flushes()
    {
        StructureRun run = new(Queue, 1, 1);
        run.Execute(Enqueue(7));
        run.Counts.Clear();

        Assert.Equal(7ul, run.Execute(Dequeue));

        Assert.Equal((3, 3), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Equal("[] answered {0: 7}", run.State);
    }

    [Fact]
    public void A_dequeue_of_the_empty_queue_takes_two_fences_and_answers_0()
    {
        StructureRun run = new(Queue, 1, 0);

        Assert.Equal(0ul, run.Execute(Dequeue));

        Assert.Equal((2, 2), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Equal("[] answered {0: 0}", run.State);
    }

    [Fact]
    public void An_announced_dequeue_keeps_the_answer_of_the_one_before()
    {
        StructureRun run = new(Queue, 1, 2);
        run.Execute(Enqueue(7));
        run.Execute(Dequeue);
        run.Execute(Enqueue(8));
        run.ExecuteUntil(EventKind.CompareExchange, "claim", Dequeue);

        run.Recover();

        Assert.Equal("[8] answered {0: 7}", run.State);
    }

    [Fact]
    public void A_dequeue_helps_a_lagging_tail_over_a_link_that_it_persists()
    {
        StructureRun run = new(Queue, 2, 1);
        run.ExecuteUntil(EventKind.Flush, "link", Enqueue(7), thread: 0);
        run.Counts.Clear();

        Assert.Equal(7ul, run.Execute(Dequeue, thread: 1));

        Assert.Equal(
            [(EventKind.Flush, "help link"), (EventKind.Fence, "help link"), (EventKind.CompareExchange, "swing tail")],
            run.Counts.Events.Skip(3).Take(3));
    }

    [Fact]
    public void An_enqueue_helps_a_lagging_tail_over_a_link_that_it_persists()
    {
        StructureRun run = new(Queue, 2, 2);
        run.ExecuteUntil(EventKind.Flush, "link", Enqueue(7), thread: 0);
        run.Counts.Clear();

        run.Execute(Enqueue(8), thread: 1);

        Assert.Equal("[7, 8]", run.State);
        Assert.Single(run.Counts.Events, (EventKind.Flush, "help link"));
    }

    [Theory]
    [InlineData(EventKind.Flush, "claim")]
    [InlineData(EventKind.Store, "deliver")]
    [InlineData(EventKind.Flush, "deliver")]
    [InlineData(EventKind.CompareExchange, "swing head")]
    public void A_dequeue_delivers_what_a_dead_thread_claimed(EventKind kind, string label)
    {
        StructureRun run = new(Queue, 2, 2);
        run.Execute(Enqueue(7));
        run.Execute(Enqueue(8));
        run.ExecuteUntil(kind, label, Dequeue, thread: 0);
        run.Counts.Clear();

        Assert.Equal(8ul, run.Execute(Dequeue, thread: 1));

        Assert.Equal("[] answered {0: 7, 1: 8}", run.State);
        Assert.Single(run.Counts.Events, (EventKind.Flush, "help claim"));
        Assert.Single(run.Counts.Events, (EventKind.Flush, "help deliver"));
    }

    [Theory]
    [InlineData(EventKind.Flush, "claim")]
    [InlineData(EventKind.Store, "deliver")]
    [InlineData(EventKind.CompareExchange, "swing head")]
    public void Recovery_delivers_the_last_claim_and_repeats_without_effect(EventKind kind, string label)
    {
        StructureRun run = new(Queue, 2, 2);
        run.Execute(Enqueue(7));
        run.Execute(Enqueue(8));
        run.ExecuteUntil(kind, label, Dequeue, thread: 1);

        run.Recover();
        byte[] recovered = [.. run.Memory];
        run.Recover();

        Assert.Equal("[8] answered {1: 7}", run.State);
        Assert.Equal(recovered, run.Memory);
    }

    [Fact]
    public void Recovery_persists_the_answer_before_it_moves_the_head()
    {
        StructureRun run = new(Queue, 1, 1);
        run.Execute(Enqueue(7));
        run.ExecuteUntil(EventKind.Store, "deliver", Dequeue);
        run.Counts.Clear();

        run.Recover();

        Assert.Equal(
            [
                (EventKind.Store, "recover deliver"), (EventKind.Flush, "recover deliver"), (EventKind.Fence, "recover deliver"),
                (EventKind.Store, "recover head"), (EventKind.Store, "recover tail"),
            ],
            run.Counts.Events);
    }

    [Fact]
    public void Recovery_from_the_first_head_and_tail_delivers_no_answer_twice()
    {
        StructureRun run = new(Queue, 2, 2);
        byte[] headAndTail = run.Memory[(int)QueueLayout.Head.Offset..(int)QueueLayout.ThreadCount.Offset];
        run.Execute(Enqueue(7));
        run.Execute(Dequeue, thread: 1);
        run.Execute(Dequeue, thread: 1);
        run.ExecuteUntil(EventKind.Flush, "announce", Dequeue, thread: 1);
        headAndTail.CopyTo(run.Memory, QueueLayout.Head.Offset);

        run.Recover();

        Assert.Equal("[] answered {1: 0}", run.State);
        Assert.Equal(0ul, run.Execute(Dequeue));
        run.Execute(Enqueue(8));
        Assert.Equal(8ul, run.Execute(Dequeue));
    }

    [Fact]
    public void It_follows_the_specification() =>
        Gen.Select(Gen.ULong[1, 9], Gen.Bool, Gen.Int[0, 2]).Array[0, 30].Sample(steps =>
            new StructureRun(Queue, 3, steps.Length).AssertFollowsSpecification(
                steps.Select(step => (step.Item2 ? Enqueue(step.Item1) : Dequeue, step.Item3))), iter: 200);

    private static Operation Enqueue(ulong value) => new(QueueState.Enqueue, value);
}
