using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator.Tests;

public sealed class MutatedPmemTests
{
    private static readonly string[] Correct =
        ["store 0x40 = 1", "clwb 0x40", "sfence", "store 0x80 = 2", "clwb 0x80", "sfence", "store 0xc0 = 3"];

    [Fact]
    public void A_mutant_of_a_label_that_does_not_occur_changes_nothing()
    {
        foreach (MutationOperator mutation in Enum.GetValues<MutationOperator>())
        {
            Assert.Equal(Correct, EventsUnder(mutation, "no such step"));
        }
    }

    [Fact]
    public void A_dropped_flush_does_not_happen() =>
        Assert.Equal(Without("clwb 0x40"), EventsUnder(MutationOperator.DropFlush, "data"));

    [Fact]
    public void A_dropped_fence_does_not_happen() =>
        Assert.Equal(["store 0x40 = 1", "clwb 0x40", "store 0x80 = 2", "clwb 0x80", "sfence", "store 0xc0 = 3"],
            EventsUnder(MutationOperator.DropFence, "data"));

    [Fact]
    public void A_dropped_persist_step_neither_flushes_nor_fences() =>
        Assert.Equal(["store 0x40 = 1", "store 0x80 = 2", "clwb 0x80", "sfence", "store 0xc0 = 3"],
            EventsUnder(MutationOperator.DropPersist, "data"));

    [Fact]
    public void A_dropped_store_does_not_happen() =>
        Assert.Equal(Without("store 0x80 = 2"), EventsUnder(MutationOperator.DropStore, "commit"));

    [Fact]
    public void A_delayed_store_happens_after_the_first_event_with_the_other_label() =>
        Assert.Equal(["clwb 0x40", "sfence", "store 0x80 = 2", "store 0x40 = 1", "clwb 0x80", "sfence", "store 0xc0 = 3"],
            EventsUnder(MutationOperator.DelayStore, "data", until: "commit"));

    [Fact]
    public void A_delayed_store_without_an_event_to_wait_for_happens_when_the_operation_ends() =>
        Assert.Equal([.. Without("store 0x40 = 1"), "store 0x40 = 1"], EventsUnder(MutationOperator.DelayStore, "data"));

    [Fact]
    public void A_non_temporal_store_can_be_dropped_and_delayed()
    {
        Assert.Empty(EventsUnder(MutationOperator.DropStore, "nt", "", pmem => pmem.StoreNonTemporal(new PmemAddress(64), 1UL, "nt")));
        Assert.Equal(["sfence", "ntstore 0x40 = 1"], EventsUnder(MutationOperator.DelayStore, "nt", "drain", pmem =>
        {
            pmem.StoreNonTemporal(new PmemAddress(64), 1UL, "nt");
            pmem.Fence("drain");
        }));
    }

    [Fact]
    public void A_load_a_locked_instruction_and_a_wait_release_a_delayed_store()
    {
        Assert.Equal(["load 0x80 -> 0", "store 0x40 = 1", "sfence"], Delayed(pmem => pmem.Load<ulong>(new PmemAddress(128), "there")));
        Assert.Equal(["cas 0x80 = 5", "store 0x40 = 1", "sfence"], Delayed(pmem => pmem.CompareExchange(new PmemAddress(128), 0UL, 5UL, "there")));
        Assert.Equal(["wait 0x80 -> 0", "store 0x40 = 1", "sfence"], Delayed(pmem => pmem.SpinUntil(new PmemAddress(128), SpinCondition.Equal, 0, "there")));
        Assert.Equal(["clwb 0x80", "store 0x40 = 1", "sfence"], Delayed(pmem => pmem.Flush(new PmemAddress(128), 8, "there")));
    }

    [Theory]
    [InlineData(MutationOperator.FlushFirstLineOnly, "clwb 0x40")]
    [InlineData(MutationOperator.SkipFirstLine, "clwb 0x80", "clwb 0xc0")]
    [InlineData(MutationOperator.FlushUnaligned, "clwb 0x40", "clwb 0x80")]
    [InlineData(MutationOperator.FlushWrongAddress, "clwb 0x0")]
    [InlineData(MutationOperator.DropFence, "clwb 0x40", "clwb 0x80", "clwb 0xc0")]
    public void A_range_flush_of_bytes_100_to_199_covers_the_lines_that_the_mutant_leaves(MutationOperator mutation, params string[] flushes) =>
        Assert.Equal(flushes, EventsUnder(mutation, "range", "", pmem => pmem.Flush(new PmemAddress(100), 100, "range")));

    [Theory]
    [InlineData(MutationOperator.FlushFirstLineOnly, "clwb 0x40")]
    [InlineData(MutationOperator.SkipFirstLine)]
    [InlineData(MutationOperator.FlushUnaligned, "clwb 0x40")]
    public void A_range_flush_of_one_line_covers_what_the_mutant_leaves(MutationOperator mutation, params string[] flushes) =>
        Assert.Equal(flushes, EventsUnder(mutation, "range", "", pmem => pmem.Flush(new PmemAddress(72), 8, "range")));

    private static string[] Without(string text) => [.. Correct.Where(other => other != text)];

    private static IEnumerable<string> Delayed(Action<IPmem> then) =>
        EventsUnder(MutationOperator.DelayStore, "data", "there", pmem =>
        {
            pmem.Store(new PmemAddress(64), 1UL, "data");
            then(pmem);
            pmem.Fence("end");
        });

    private static IEnumerable<string> EventsUnder(MutationOperator mutation, string label, string until = "") =>
        EventsUnder(mutation, label, until, pmem =>
        {
            pmem.Store(new PmemAddress(64), 1UL, "data");
            pmem.Flush(new PmemAddress(64), 8, "data");
            pmem.Fence("data");
            pmem.Store(new PmemAddress(128), 2UL, "commit");
            pmem.Flush(new PmemAddress(128), 8, "commit");
            pmem.Fence("commit");
            pmem.Store(new PmemAddress(192), 3UL);
        });

    private static IEnumerable<string> EventsUnder(
        MutationOperator mutation, string label, string until, Action<IPmem> code) =>
        Recording.OfGeneric(pmem =>
        {
            ActiveMutant<RecordedPmem> active = new(new Mutant("mutant", "", mutation, label, until));
            code(new MutatedPmem<RecordedPmem>(pmem, active));
            active.Release();
        }).Texts;
}
