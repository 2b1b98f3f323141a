using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class UnlinkedQueueTests
{
    private static readonly IStructure Queue = new UnlinkedQueueStructure(NodePoolGeometry.Small);

    private static Operation Dequeue => new(QueueState.Dequeue);

    [Fact]
    public void An_enqueue_takes_one_flush_and_no_fence_but_that_of_its_locked_instruction()
    {
        StructureRun run = new(Queue, 1, 4);

        run.Execute(Enqueue(7));

        Assert.Equal([(EventKind.CompareExchange, "link"), (EventKind.Flush, "persist node"), (EventKind.CompareExchange, "swing")],
            run.Counts.Events.Where(passed => passed.Kind is EventKind.CompareExchange or EventKind.Flush));
        Assert.Equal(0, run.Counts.Fences);
        Assert.Equal("[7]", run.State);
    }

    [Fact]
    public void A_dequeue_takes_one_flush_and_one_fence_whether_or_not_it_finds_anything()
    {
        StructureRun run = new(Queue, 1, 4);
        run.Execute(Enqueue(7));
        run.Counts.Clear();
        Assert.Equal(7ul, run.Execute(Dequeue));
        Assert.Equal((1, 1), (run.Counts.Flushes, run.Counts.Fences));
        run.Counts.Clear();

        Assert.Equal(0ul, run.Execute(Dequeue));

        Assert.Equal((1, 1), (run.Counts.Flushes, run.Counts.Fences));
    }

    [Fact]
    public void An_enqueue_that_died_before_it_counted_as_linked_never_happened()
    {
        StructureRun run = new(Queue, 2, 4);
        run.Execute(Enqueue(7));
        run.ExecuteUntil(EventKind.Store, "linked", Enqueue(8));
        Assert.Equal("[7, 8]", run.State);

        run.Recover();

        Assert.Equal("[7]", run.State);
    }

    [Fact]
    public void A_freed_node_is_reused_before_an_area_is_added()
    {
        StructureRun run = new(Queue, 1, 20);
        for (ulong item = 1; item <= 8; item++)
        {
            run.Execute(Enqueue(item));
            run.Execute(Dequeue);
        }

        Assert.Equal(1, run.Counts.Events.Count(passed => passed == (EventKind.Fence, "area")));
    }

    [Fact]
    public void It_follows_the_specification() =>
        Gen.Select(Gen.ULong[1, 9], Gen.Bool, Gen.Int[0, 2]).Array[0, 40].Sample(steps =>
            new StructureRun(Queue, 3, steps.Length).AssertFollowsSpecification(
                steps.Select(step => (step.Item2 ? Enqueue(step.Item1) : Dequeue, step.Item3))), iter: 200);

    private static Operation Enqueue(ulong value) => new(QueueState.Enqueue, value);
}
