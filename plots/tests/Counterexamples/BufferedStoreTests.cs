using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class BufferedStoreTests
{
    [Fact]
    public void A_drain_belongs_to_the_oldest_store_of_its_thread_that_is_still_buffered() =>
        Assert.Equal(
            [new BufferedStore(0, 1, 3, 0), new BufferedStore(0, 2, 6, 1), new BufferedStore(1, 5, 14, 0), new BufferedStore(1, 13, 16, 1)],
            BufferedStore.Find(SamplesOfCounterexamples.LostEnqueue().Steps));

    [Fact]
    public void A_store_that_never_drains_stays_buffered_to_the_end()
    {
        IReadOnlyList<ExecutionStep> steps = [Step("store", 1), Step("store", 2), Step("drain", 1)];

        Assert.Equal([new BufferedStore(0, 0, 2, 0), new BufferedStore(0, 1, 3, 1)], BufferedStore.Find(steps));
    }

    [Fact]
    public void A_flush_that_is_done_leaves_the_stores_of_its_line_in_the_buffer()
    {
        IReadOnlyList<ExecutionStep> steps = [Step("store", 1), Step("clflush", 1), new(0, "drain", "clflush 0x40 is done", "", "", 1)];

        Assert.Equal([new BufferedStore(0, 1, 2, 1), new BufferedStore(0, 0, 3, 0)], BufferedStore.Find(steps));
    }

    [Fact]
    public void An_execution_without_drains_has_no_store_buffer() =>
        Assert.Empty(BufferedStore.Find([Step("store", 1), Step("store", 2)]));

    private static ExecutionStep Step(string kind, int line) => new(0, kind, kind, "", "", line);
}
