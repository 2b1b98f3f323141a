using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class LinkedQueueTests
{
    private static readonly IStructure Queue = new LinkedQueueStructure(NodePoolGeometry.Small);

    private static Operation Dequeue => new(QueueState.Dequeue);

    [Fact]
    public void An_enqueue_flushes_its_node_and_the_one_before_and_takes_no_fence_but_that_of_its_locked_instruction()
    {
        StructureRun run = new(Queue, 1, 4);

        run.Execute(Enqueue(7));

        Assert.Equal([(EventKind.Flush, "persist suffix"), (EventKind.Flush, "persist suffix")],
            run.Counts.Events.Where(passed => passed.Kind == EventKind.Flush));
        Assert.Equal(0, run.Counts.Fences);
    }

    [Fact]
    public void An_enqueue_flushes_what_one_that_died_left_before_it()
    {
        StructureRun run = new(Queue, 2, 4);
        run.ExecuteUntil(EventKind.Flush, "persist suffix", Enqueue(7));
        run.Counts.Clear();

        run.Execute(Enqueue(8), thread: 1);

        Assert.Equal(3, run.Counts.Events.Count(passed => passed == (EventKind.Flush, "persist suffix")));
        Assert.Equal("[7, 8]", run.State);
    }

    [Fact]
    public void A_dequeue_flushes_the_node_that_it_frees_and_the_head_under_one_fence()
    {
        StructureRun run = new(Queue, 1, 4);
        run.Execute(Enqueue(7));
        run.Execute(Enqueue(8));
        run.Execute(Dequeue);
        run.Counts.Clear();

        Assert.Equal(8ul, run.Execute(Dequeue));

        Assert.Equal([(EventKind.Flush, "persist retired"), (EventKind.Flush, "persist head"), (EventKind.Fence, "persist head")],
            run.Counts.Events.Where(passed => passed.Kind is EventKind.Flush or EventKind.Fence));
    }

    [Fact]
    public void It_follows_the_specification() =>
        Gen.Select(Gen.ULong[1, 9], Gen.Bool, Gen.Int[0, 2]).Array[0, 40].Sample(steps =>
            new StructureRun(Queue, 3, steps.Length).AssertFollowsSpecification(
                steps.Select(step => (step.Item2 ? Enqueue(step.Item1) : Dequeue, step.Item3))), iter: 200);

    private static Operation Enqueue(ulong value) => new(QueueState.Enqueue, value);
}
