using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class PersistTrackerTests
{
    private readonly PersistTracker _tracker = new();

    [Fact]
    public void A_line_is_durable_once_flushed_and_fenced()
    {
        _tracker.Store(0x40, 1);
        Assert.False(_tracker.IsDurable(0x40));
        _tracker.Flush(1, 1, 0);
        Assert.False(_tracker.IsDurable(0x7f));
        Assert.Equal((1, 1, 1), (_tracker.Fence(0) is var fenced ? fenced.Lines : 0, fenced.Blocks, (int)fenced.Stores));
        Assert.True(_tracker.IsDurable(0x40));
    }

    [Fact]
    public void A_store_after_the_flush_waits_for_another()
    {
        _tracker.Store(0x40, 1);
        _tracker.Flush(1, 1, 0);
        _tracker.Store(0x48, 2);
        _tracker.Fence(0);

        Assert.Equal([new UnflushedLine(0x40, 2, 1)], _tracker.Unflushed());
    }

    [Fact]
    public void Only_the_thread_that_flushed_can_fence()
    {
        _tracker.Store(0x40, 1);
        _tracker.Flush(1, 1, thread: 0);
        _tracker.Fence(thread: 1);

        Assert.False(_tracker.IsDurable(0x40));
        Assert.True(_tracker.HasPending(0));
        _tracker.Fence(thread: 0);
        Assert.True(_tracker.IsDurable(0x40));
    }

    [Fact]
    public void A_flush_tells_dirty_repeated_and_clean_lines_apart()
    {
        _tracker.Store(0x40, 1);
        _tracker.Store(0x80, 1);
        _tracker.Flush(1, 1, 0);

        FlushedLines flushed = _tracker.Flush(0, 4, 0);

        Assert.Equal((1, 1, 2), (flushed.Dirty, flushed.Repeated, flushed.Clean));
    }

    [Fact]
    public void Four_lines_of_a_block_are_written_as_one_block()
    {
        for (ulong line = 0; line < 9; line++) { _tracker.Store(line << 6, 1); }
        _tracker.Flush(0, 9, 0);

        FencedLines fenced = _tracker.Fence(0);

        Assert.Equal((9, 3), (fenced.Lines, fenced.Blocks));
    }

    [Fact]
    public void A_flush_of_the_whole_address_space_takes_no_longer_than_what_was_stored()
    {
        _tracker.Store(0x40, 1);
        _tracker.Store(1UL << 50, 1);

        Assert.Equal(2, _tracker.Flush(0, ulong.MaxValue >> 6, 0).Dirty);
    }

    [Fact]
    public void A_flush_at_once_makes_nothing_else_durable()
    {
        _tracker.Store(0x40, 1);
        _tracker.Store(0x80, 1);
        _tracker.Flush(1, 1, 0);
        _tracker.FlushAtOnce(2, 1, out FencedLines fenced);

        Assert.Equal(1, fenced.Lines);
        Assert.False(_tracker.IsDurable(0x40));
        Assert.True(_tracker.IsDurable(0x80));
    }
}
