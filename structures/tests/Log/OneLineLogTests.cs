using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class OneLineLogTests
{
    private static readonly IStructure Small = new OneLineLogStructure(StructureScale.Small);

    [Theory]
    [InlineData(StructureScale.Small)]
    [InlineData(StructureScale.Paper)]
    public void An_append_takes_one_fence_and_one_flush(StructureScale scale)
    {
        StructureRun run = new(new OneLineLogStructure(scale), 1, 1);

        Assert.Equal(1ul, run.Execute(new Operation(0, 7)));

        Assert.Equal((1, 1), (run.Counts.Fences, run.Counts.Flushes));
        Assert.Equal("[7]", run.State);
    }

    [Fact]
    public void The_sequence_word_is_stored_last()
    {
        StructureRun run = new(Small, 1, 1);

        run.Execute(new Operation(0, 7));

        Assert.Equal(
            [
                (EventKind.CompareExchange, "lock"), (EventKind.Store, "payload"), (EventKind.Store, "payload"),
                (EventKind.Store, "sequence"),
                (EventKind.Flush, "record"), (EventKind.Fence, "record"), (EventKind.Store, "count"), (EventKind.Store, "unlock"),
            ],
            run.Counts.Events);
    }

    [Fact]
    public void A_record_without_its_sequence_word_does_not_exist_and_is_overwritten()
    {
        StructureRun run = new(Small, 1, 2);
        run.ExecuteUntil(EventKind.Store, "sequence", new Operation(0, 7));

        run.Recover();

        Assert.Equal("[]", run.State);
        Assert.Equal(1ul, run.Execute(new Operation(0, 8)));
        Assert.Equal("[8]", run.State);
    }

    [Fact]
    public void A_record_behind_a_gap_does_not_exist()
    {
        StructureRun run = new(Small, 1, 3);
        for (ulong value = 1; value <= 3; value++) { run.Execute(new Operation(0, value)); }
        run.Memory.AsSpan((int)OneLineLogLayout.Record(2).Offset, CacheLine.Bytes).Clear();

        run.Recover();

        Assert.Equal("[1]", run.State);
        Assert.Equal(2ul, run.Execute(new Operation(0, 9)));
    }

    [Fact]
    public void Recovery_counts_the_records_and_frees_the_lock()
    {
        StructureRun run = new(Small, 1, 2);
        run.ExecuteUntil(EventKind.Store, "count", new Operation(0, 7));
        Assert.Throws<InvalidOperationException>(() => run.Execute(new Operation(0, 8)));

        run.Recover();
        byte[] recovered = [.. run.Memory];
        run.Recover();

        Assert.Equal(recovered, run.Memory);
        Assert.Equal(2ul, run.Execute(new Operation(0, 8)));
        Assert.Equal("[7, 8]", run.State);
    }

    [Fact]
    public void A_full_log_says_so_and_stays_usable()
    {
        StructureRun run = new(Small, 1, 1);
        run.Execute(new Operation(0, 1));

        Assert.Throws<PoolFullException>(() => run.Execute(new Operation(0, 5)));
        Assert.Throws<PoolFullException>(() => run.Execute(new Operation(0, 5)));
        Assert.Equal("[1]", run.State);
    }

    [Fact]
    public void It_follows_the_specification() =>
        Gen.Select(Gen.ULong.Array[0, 20], Gen.Enum<StructureScale>()).Sample((values, scale) =>
            new StructureRun(new OneLineLogStructure(scale), 1, values.Length)
                .AssertFollowsSpecification(values.Select(value => (new Operation(0, value), 0))), iter: 100);
}
