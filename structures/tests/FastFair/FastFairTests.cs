using CsCheck;
using Sim.CacheModel;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Structures.Tests;

public sealed class FastFairTests
{
    private static readonly IStructure Tree = new FastFairStructure(FastFairGeometry.Small);

    [Fact]
    public void Pages_hold_the_published_number_of_records_and_no_record_straddles_lines()
    {
        Assert.Equal((30, 29), (FastFairGeometry.Paper.Cardinality, FastFairGeometry.Paper.Capacity));
        FastFairPage<PlainPmem> page = new(default, FastFairGeometry.Paper, new PmemAddress(512));

        Assert.All(Enumerable.Range(0, 30), index =>
            Assert.Equal(page.RecordAt(index).Line, (page.RecordAt(index) + (FastFairGeometry.RecordBytes - 1)).Line));
        Assert.Equal(1024, (page.RecordAt(29) + FastFairGeometry.RecordBytes).Offset);
    }

    [Fact]
    public void The_first_record_and_one_at_the_end_take_one_flush_and_two_fences()
    {
        StructureRun run = new(Tree, 1, 2);
        run.Execute(Insert(10));
        Assert.Equal((1, 2), (run.Counts.Flushes, run.Counts.Fences));
        run.Counts.Clear();

        run.Execute(Insert(20));

        Assert.Equal((1, 2), (run.Counts.Flushes, run.Counts.Fences));
        Assert.Equal("{10: 1010, 20: 1020}", run.State);
    }

    [Fact]
    public void A_record_at_the_front_writes_back_every_line_that_records_move_into()
    {
        StructureRun run = Filled(7);

        run.Execute(Insert(1));

        // Records 2 and 6 start lines.
        Assert.Equal([(EventKind.Flush, "right line"), (EventKind.Flush, "right line"), (EventKind.Flush, "record")],
            run.Counts.Events.Where(passed => passed.Kind == EventKind.Flush));
        Assert.Equal(6, run.Counts.Fences);
    }

    [Fact]
    public void A_delete_in_a_page_of_two_records_is_written_back()
    {
        StructureRun run = Filled(2);

        Assert.Equal(1ul, run.Execute(MapState.Delete(10)));

        Assert.Equal((1, 2), (run.Counts.Flushes, run.Counts.Fences));
        Assert.Equal("{20: 1020}", run.State);
    }

    [Fact]
    public void A_full_page_splits_in_the_published_steps()
    {
        StructureRun run = Filled(FastFairGeometry.Small.Capacity);

        run.Execute(Insert(999));

        Assert.Equal(["sibling", "sibling", "sibling", "link", "cut", "hint", "record", "root page", "root page", "root page", "root"],
            run.Counts.Events.Where(passed => passed.Kind == EventKind.Flush && passed.Label != BumpAllocator.AllocateLabel).Select(passed => passed.Label));
    }

    [Theory]
    [InlineData(EventKind.Store, "commit record", 1)]
    [InlineData(EventKind.Store, "record key", 1)]
    [InlineData(EventKind.Store, "record left", 1)]
    public void A_record_that_an_interrupted_move_left_twice_is_removed_by_recovery(EventKind kind, string label, ulong key)
    {
        StructureRun run = Filled(4);
        run.ExecuteUntil(kind, label, Insert(key));

        run.Recover();

        Assert.Equal("{10: 1010, 20: 1020, 30: 1030, 40: 1040}", run.State);
        Assert.Equal(1ul, run.Execute(Insert(key)));
        Assert.Equal(1020ul, run.Execute(MapState.Get(20)));
    }

    [Theory]
    [InlineData(EventKind.Store, "link")]
    [InlineData(EventKind.Store, "cut")]
    [InlineData(EventKind.Store, "hint")]
    [InlineData(EventKind.Store, "root")]
    public void A_split_that_died_leaves_a_tree_that_recovers_and_grows(EventKind kind, string label)
    {
        StructureRun run = Filled(FastFairGeometry.Small.Capacity, operations: 60);
        string before = run.State;
        run.ExecuteUntil(kind, label, Insert(999));

        run.Recover();

        Assert.Equal(label == "root" ? before.Replace("}", ", 999: 1999}", StringComparison.Ordinal) : before, run.State);
        for (ulong key = 11; key < 60; key += 2) { Assert.Equal(1ul, run.Execute(Insert(key))); }
        for (ulong key = 11; key < 60; key += 2) { Assert.Equal(1000 + key, run.Execute(MapState.Get(key))); }
    }

    [Fact]
    public void It_follows_the_specification_through_splits_of_inner_pages() =>
        Gen.Select(Gen.Int[0, 3], Gen.ULong[1, 120]).Array[0, 150].Sample(steps =>
            new StructureRun(Tree, 1, steps.Length).AssertFollowsSpecification(
                steps.Select((step, index) => (step.Item1 switch
                {
                    MapState.GetKind => MapState.Get(step.Item2),
                    MapState.DeleteKind => MapState.Delete(step.Item2),
                    _ => MapState.Insert(step.Item2, (ulong)index + 1),
                }, 0))), iter: 60);

    /// <summary>Jaaru runs the program 666 times for 10 ascending inserts, 4,974 times for 30.</summary>
    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    public void Ascending_inserts_into_pages_of_512_bytes_hold_with_few_runs_of_code(int inserts)
    {
        ExploreOptions options = new() { Threads = 1, Ops = inserts, Keys = inserts, Workloads = ["ascending"] };

        ExploreResult result = StructureExplorer.Explore(new FastFairStructure(FastFairGeometry.Paper), options, TestContext.Current.CancellationToken).Result;

        Assert.Equal(("holds", "complete"), (result.Verdict, result.Completeness));
        Assert.InRange(result.CodeRuns + result.RecoveriesRun, 1, inserts == 10 ? 66 : 497);
    }

    private static Operation Insert(ulong key) => MapState.Insert(key, 1000 + key);

    private static StructureRun Filled(int count, int operations = 20)
    {
        StructureRun run = new(Tree, 1, operations);
        for (int number = 1; number <= count; number++) { run.Execute(Insert((ulong)number * 10)); }
        run.Counts.Clear();
        return run;
    }
}
