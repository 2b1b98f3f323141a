namespace Sim.CacheModel.Tests;

public sealed class ArmWordStatesTests
{
    private readonly ArmWordStates _words = new(threadCount: 2, hasWindows: false);
    private readonly ArmWordStates _windows = new(threadCount: 2, hasWindows: true);

    [Fact]
    public void A_flush_reaches_as_far_as_the_thread_has_seen()
    {
        int both = _words.Append(_words.Append(_words.Of([0]), thread: 0, 1), thread: 1, 2);

        Assert.Equal([1, 2], _words.Candidates(_words.Complete(_words.Flush(both, 0), 0)).ToArray());
        Assert.Equal([2], _words.Candidates(_words.Complete(_words.Flush(both, 1), 1)).ToArray());
        Assert.Equal([2], _words.Candidates(_words.Complete(_words.Flush(_words.See(both, 0), 0), 0)).ToArray());
    }

    [Fact]
    public void A_flush_before_anything_was_seen_reaches_nothing()
    {
        int stored = _words.Append(_words.Of([0]), thread: 0, 1);

        Assert.Equal([0, 1], _words.Candidates(_words.Complete(_words.Flush(stored, 1), 1)).ToArray());
        Assert.False(_words.IsPending(_words.Flush(stored, 1), 1));
    }

    [Fact]
    public void A_barrier_completes_only_the_flushes_of_its_thread()
    {
        int pending = _words.Flush(_words.Append(_words.Of([0]), 0, 1), 0);

        Assert.Equal([0, 1], _words.Candidates(_words.Complete(pending, 1)).ToArray());
        Assert.Equal([1], _words.Candidates(_words.Complete(pending, 0)).ToArray());
    }

    [Fact]
    public void States_that_differ_only_in_what_no_longer_matters_are_equal()
    {
        int there = _words.Append(_words.Append(_words.Append(_words.Of([0]), 0, 1), 0, 0), 0, 1);

        Assert.Equal([0, 1], _words.Candidates(there).ToArray());
        Assert.Equal(_words.Of([1]), _words.Complete(_words.Flush(there, 0), 0));
    }

    [Fact]
    public void A_load_may_return_what_its_thread_has_not_passed_and_nothing_older_later()
    {
        int stored = _windows.Append(_windows.Append(_windows.Of([0]), 0, 1), 0, 2);

        Assert.Equal([0, 1, 2], _windows.Readable(stored, thread: 1).ToArray());
        Assert.Equal([1, 2], _windows.Readable(_windows.Read(stored, 1, 1), 1).ToArray());
        Assert.Equal([2], _windows.Readable(_windows.Refresh(stored, 1), 1).ToArray());
    }

    [Fact]
    public void An_old_content_stays_readable_after_newer_ones_have_persisted()
    {
        int stored = _windows.Refresh(_windows.Append(_windows.Of([0]), 0, 1), 0);

        int durable = _windows.Complete(_windows.Flush(stored, 0), 0);

        Assert.Equal([1], _windows.Candidates(durable).ToArray());
        Assert.Equal([0, 1], _windows.Readable(durable, 1).ToArray());
    }
}
