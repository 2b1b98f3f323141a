using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class ClhtTests
{
    private static readonly IStructure Table = new ClhtStructure(ClhtGeometry.Small);

    [Fact]
    public void A_bucket_is_one_line_and_its_parts_fill_it()
    {
        ClhtBucket<PlainPmem> bucket = new(default, new PmemAddress(128));

        Assert.Equal(CacheLine.Bytes, ClhtBucket<PlainPmem>.Bytes);
        Assert.Equal([136, 144, 152, 160, 168, 176, 184],
            new[] { bucket.KeyAddress(0), bucket.KeyAddress(1), bucket.KeyAddress(2), bucket.ValueAddress(0), bucket.ValueAddress(1), bucket.ValueAddress(2), bucket.NextAddress }
                .Select(address => address.Offset));
    }

    [Fact]
    public void An_insert_costs_one_flush_one_non_temporal_store_and_two_fences()
    {
        StructureRun run = new(Table, 1, 1);

        Assert.Equal(1ul, run.Execute(MapState.Insert(1, 10)));

        Assert.Equal((1, 1, 2), (run.Counts.Flushes, run.Counts.Of(EventKind.NonTemporalStore), run.Counts.Fences));
        Assert.Equal("{1: 10}", run.State);
    }

    [Fact]
    public void A_delete_costs_one_non_temporal_store_and_two_fences_and_a_lookup_nothing()
    {
        StructureRun run = new(Table, 1, 1);
        run.Execute(MapState.Insert(1, 10));
        run.Counts.Clear();

        Assert.Equal(10ul, run.Execute(MapState.Get(1)));
        Assert.Empty(run.Counts.Events);
        Assert.Equal(1ul, run.Execute(MapState.Delete(1)));

        Assert.Equal((0, 1, 2), (run.Counts.Flushes, run.Counts.Of(EventKind.NonTemporalStore), run.Counts.Fences));
    }

    [Fact]
    public void An_insert_of_a_present_key_changes_nothing()
    {
        StructureRun run = new(Table, 1, 2);
        run.Execute(MapState.Insert(1, 10));
        run.Counts.Clear();

        Assert.Equal(0ul, run.Execute(MapState.Insert(1, 11)));

        Assert.Empty(run.Counts.Events);
        Assert.Equal("{1: 10}", run.State);
    }

    [Fact]
    public void The_fourth_key_of_one_bucket_chains_another_and_makes_a_table_of_four()
    {
        StructureRun run = new(Table, 1, 4);
        for (ulong key = 1; key <= 3; key++) { run.Execute(MapState.Insert(key, key)); }
        run.Counts.Clear();

        run.Execute(MapState.Insert(4, 4));

        Assert.Equal(5, run.Counts.Events.Count(passed => passed == (EventKind.Flush, "table")));
        Assert.Equal([(EventKind.NonTemporalStore, "chain"), (EventKind.NonTemporalStore, "root")],
            run.Counts.Events.Where(passed => passed.Kind == EventKind.NonTemporalStore));
        Assert.Equal("{1: 1, 2: 2, 3: 3, 4: 4}", run.State);
    }

    [Fact]
    public void An_insert_that_died_before_its_commit_leaves_a_lock_that_recovery_frees()
    {
        StructureRun run = new(Table, 2, 2);
        run.ExecuteUntil(EventKind.NonTemporalStore, "commit", MapState.Insert(1, 10));

        run.Recover();

        Assert.Equal("{}", run.State);
        Assert.Equal(1ul, run.Execute(MapState.Insert(1, 11), thread: 1));
    }

    [Fact]
    public void It_follows_the_specification_through_resizes() =>
        Gen.Select(Gen.Int[0, 2], Gen.ULong[1, 12], Gen.ULong[1, 99]).Array[0, 40].Sample(steps =>
            new StructureRun(Table, 1, steps.Length).AssertFollowsSpecification(
                steps.Select(step => (new Operation(step.Item1, step.Item2, step.Item1 == MapState.InsertKind ? step.Item3 : 0), 0))), iter: 200);
}
