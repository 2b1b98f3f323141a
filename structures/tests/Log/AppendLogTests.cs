using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class AppendLogTests
{
    private static readonly IStructure Small = new AppendLogStructure(StructureScale.Small);

    [Fact]
    public void An_append_takes_two_fences_and_one_flush()
    {
        StructureRun run = new(Small, 1, 1);

        Assert.Equal(1ul, run.Execute(new Operation(0, 7)));

        Assert.Equal((2, 1), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Equal("[7]", run.State);
    }

    [Fact]
    public void The_data_is_fenced_before_the_offset_is_stored()
    {
        StructureRun run = new(Small, 1, 1);

        run.Execute(new Operation(0, 7));

        Assert.Equal(
            [
                (EventKind.CompareExchange, "lock"), (EventKind.NonTemporalStore, "data"), (EventKind.NonTemporalStore, "data"),
                (EventKind.Fence, "data"), (EventKind.Store, "offset"), (EventKind.Flush, "offset"), (EventKind.Fence, "offset"),
                (EventKind.Store, "unlock"),
            ],
            run.Counts.Events);
    }

    [Fact]
    public void A_record_behind_the_offset_does_not_exist()
    {
        StructureRun run = new(Small, 1, 2);
        run.ExecuteUntil(EventKind.Store, "offset", new Operation(0, 7));

        run.Recover();

        Assert.Equal("[]", run.State);
        Assert.Equal(1ul, run.Execute(new Operation(0, 8)));
        Assert.Equal("[8]", run.State);
    }

    [Fact]
    public void Only_recovery_frees_the_lock_of_a_dead_thread()
    {
        StructureRun run = new(Small, 1, 2);
        run.ExecuteUntil(EventKind.Store, "unlock", new Operation(0, 7));
        Assert.Throws<InvalidOperationException>(() => run.Execute(new Operation(0, 8)));

        run.Recover();

        Assert.Equal(2ul, run.Execute(new Operation(0, 8)));
    }

    [Fact]
    public void A_record_whose_second_word_is_missing_is_torn()
    {
        StructureRun run = new(Small, 1, 1);
        run.Execute(new Operation(0, 7));

        run.Memory.AsSpan((int)AppendLogLayout.Data.Offset + 8, 8).Clear();

        Assert.Equal("[torn]", run.State);
    }

    [Fact]
    public void A_full_log_says_so_and_stays_usable()
    {
        StructureRun run = new(Small, 1, 4);
        for (ulong value = 1; value <= 4; value++) { run.Execute(new Operation(0, value)); }

        Assert.Throws<PoolFullException>(() => run.Execute(new Operation(0, 5)));
        Assert.Throws<PoolFullException>(() => run.Execute(new Operation(0, 5)));
        Assert.Equal("[1, 2, 3, 4]", run.State);
    }

    [Fact]
    public void It_follows_the_specification() =>
        Gen.Select(Gen.ULong.Array[0, 20], Gen.Enum<StructureScale>()).Sample((values, scale) =>
            new StructureRun(new AppendLogStructure(scale), 1, values.Length)
                .AssertFollowsSpecification(values.Select(value => (new Operation(0, value), 0))), iter: 100);
}
