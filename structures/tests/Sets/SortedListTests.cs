using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class SortedListTests
{
    private static readonly IStructure List = new SortedListStructure();

    [Fact]
    public void An_insert_takes_two_fences_and_flushes_every_link_on_which_it_rests()
    {
        StructureRun run = new(List, 1, 3);
        run.Execute(Insert(1));
        Assert.Equal((2, 4), (run.Counts.Fences, run.Counts.Flushes));
        run.Counts.Clear();

        run.Execute(Insert(2));

        Assert.Equal((2, 5), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Single(run.Counts.Events, (EventKind.Flush, "anchor"));
    }

    [Fact]
    public void A_remove_takes_one_fence_and_one_flush()
    {
        StructureRun run = new(List, 1, 1);
        run.Execute(Insert(1));
        run.Counts.Clear();

        Assert.Equal(1ul, run.Execute(Remove(1)));

        Assert.Equal((1, 1), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Equal("{}", run.State);
    }

    [Fact]
    public void A_key_that_is_found_has_its_link_persisted_by_the_finder()
    {
        StructureRun run = new(List, 2, 2);
        run.ExecuteUntil(EventKind.Flush, "link", Insert(1), thread: 0);
        run.Counts.Clear();

        Assert.Equal(1ul, run.Execute(Contains(1), thread: 1));
        Assert.Equal(0ul, run.Execute(Insert(1), thread: 1));

        Assert.Equal(
            [(EventKind.Flush, "depend"), (EventKind.Fence, "depend"), (EventKind.Flush, "depend"), (EventKind.Fence, "depend")],
            run.Counts.Events);
    }

    [Fact]
    public void A_key_that_is_missed_costs_nothing()
    {
        StructureRun run = new(List, 1, 1);
        run.Execute(Insert(2));
        run.Counts.Clear();

        Assert.Equal(0ul, run.Execute(Contains(1)));
        Assert.Equal(0ul, run.Execute(Contains(3)));
        Assert.Equal(0ul, run.Execute(Remove(3)));

        Assert.Empty(run.Counts.Events);
    }

    [Fact]
    public void A_reader_persists_the_mark_of_a_dead_remover_and_leaves_the_node()
    {
        StructureRun run = new(List, 2, 1);
        run.Execute(Insert(1));
        run.ExecuteUntil(EventKind.Flush, "mark", Remove(1), thread: 0);
        run.Counts.Clear();

        Assert.Equal(0ul, run.Execute(Contains(1), thread: 1));

        Assert.Equal([(EventKind.Flush, "depend"), (EventKind.Fence, "depend")], run.Counts.Events);
    }

    [Fact]
    public void A_writer_persists_the_mark_of_a_dead_remover_before_it_unlinks_the_node()
    {
        StructureRun run = new(List, 2, 1);
        run.Execute(Insert(1));
        run.ExecuteUntil(EventKind.Flush, "mark", Remove(1), thread: 0);
        run.Counts.Clear();

        Assert.Equal(0ul, run.Execute(Remove(1), thread: 1));

        Assert.Equal(
            [(EventKind.Flush, "help mark"), (EventKind.Fence, "help mark"), (EventKind.CompareExchange, "unlink")],
            run.Counts.Events);
    }

    [Fact]
    public void A_list_out_of_order_is_observed_as_such()
    {
        StructureRun run = new(List, 1, 2);
        run.Execute(Insert(1));
        run.Execute(Insert(2));

        run.Memory[PoolHeader.Bytes + CacheLine.Bytes] = 3;

        Assert.Equal("{3, 2}", run.State);
    }

    [Fact]
    public void It_follows_the_specification() =>
        Gen.Select(Gen.Int[0, 2], Gen.ULong[1, 8]).Array[0, 60].Sample(steps =>
            new StructureRun(List, 1, steps.Length).AssertFollowsSpecification(
                steps.Select(step => (new Operation(step.Item1, step.Item2), 0))), iter: 200);

    private static Operation Insert(ulong key) => new(SetState.Insert, key);

    private static Operation Remove(ulong key) => new(SetState.Remove, key);

    private static Operation Contains(ulong key) => new(SetState.Contains, key);
}
