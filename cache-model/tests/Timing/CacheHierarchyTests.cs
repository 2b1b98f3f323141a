namespace Sim.CacheModel.Tests;

public sealed class CacheHierarchyTests
{
    // Tiny caches: L1 of 2 lines, L2 of 4, LLC of 8, all fully associative.
    private static readonly CacheParameters Tiny = new(new CacheLevel(2, 2, 5), new CacheLevel(4, 4, 14), new CacheLevel(8, 8, 60), TransferCycles: 100);

    private readonly FixedLatencyMemory _memory = new();

    [Fact]
    public void Each_level_answers_with_its_own_latency()
    {
        CacheHierarchy caches = Make(cores: 1);
        Assert.Equal(new CacheAccess(200, StallCause.MemoryRead), Read(caches, 0, line: 0, now: 0));
        Assert.Equal(new CacheAccess(1005, StallCause.L1Hit), Read(caches, 0, line: 0, now: 1000));
        ReadRange(caches, 1, 2);
        Assert.Equal(new CacheAccess(3014, StallCause.L2Hit), Read(caches, 0, line: 0, now: 3000));
        ReadRange(caches, 3, 4);
        Assert.Equal(new CacheAccess(5060, StallCause.LlcHit), Read(caches, 0, line: 1, now: 5000));
    }

    [Fact]
    public void The_least_recently_used_line_leaves_first()
    {
        CacheHierarchy caches = Make(cores: 1);
        ReadRange(caches, 0, 1);
        Read(caches, 0, line: 0, now: 3000);
        Read(caches, 0, line: 2, now: 4000);
        Assert.Equal(StallCause.L1Hit, Read(caches, 0, line: 0, now: 5000).Cause);
        Assert.Equal(StallCause.L2Hit, Read(caches, 0, line: 1, now: 6000).Cause);
    }

    [Fact]
    public void A_line_on_its_way_is_waited_for_and_not_asked_for_again()
    {
        CacheHierarchy caches = Make(cores: 1);
        Own(caches, 0, line: 0, now: 0);
        Assert.Equal(new CacheAccess(200, StallCause.FillInFlight), Read(caches, 0, line: 0, now: 10));
        Assert.Equal(1, caches.Counters.MemoryReads);
    }

    [Fact]
    public void Modified_lines_are_written_back_when_the_last_level_overflows()
    {
        CacheHierarchy caches = Make(cores: 1);
        for (int line = 0; line < 12; line++) { Own(caches, 0, line, 1000 * line); }
        Assert.Empty(_memory.Written);
        Own(caches, 0, line: 12, now: 20_000);
        Own(caches, 0, line: 13, now: 21_000);
        Assert.Equal([0, 1], _memory.Written);
        Assert.Equal(2, caches.Counters.DirtyEvictions);
    }

    [Fact]
    public void A_modified_line_that_comes_back_from_the_last_level_is_still_modified()
    {
        CacheHierarchy caches = Make(cores: 1);
        Own(caches, 0, line: 0, now: 0);
        ReadRange(caches, 1, 4);
        Assert.Equal(StallCause.LlcHit, Read(caches, 0, line: 0, now: 9000).Cause);
        Assert.True(caches.Clean(line: 0, invalidate: false));
        Assert.False(caches.Clean(line: 0, invalidate: false));
    }

    [Fact]
    public void Reading_a_line_that_another_core_modified_is_a_transfer_and_then_both_share_it()
    {
        CacheHierarchy caches = Make(cores: 2);
        Own(caches, 0, line: 0, now: 0);
        Assert.Equal(new CacheAccess(1100, StallCause.Coherence), Read(caches, 1, line: 0, now: 1000));
        Assert.Equal(StallCause.L1Hit, Read(caches, 0, line: 0, now: 2000).Cause);
        Assert.Equal(new CacheAccess(3100, StallCause.Coherence), Own(caches, 0, line: 0, now: 3000));
        Assert.Equal(StallCause.Coherence, Read(caches, 1, line: 0, now: 4000).Cause);
        Assert.Equal(3, caches.Counters.Transfers);
    }

    [Fact]
    public void A_flush_finds_modified_data_wherever_they_are_and_exactly_once()
    {
        CacheHierarchy caches = Make(cores: 2);
        Own(caches, 1, line: 0, now: 0);
        Assert.True(caches.Clean(line: 0, invalidate: false));
        Own(caches, 1, line: 0, now: 1000);
        Read(caches, 0, line: 0, now: 2000);
        Assert.True(caches.Clean(line: 0, invalidate: true));
        Assert.False(caches.Clean(line: 0, invalidate: true));
        Assert.Equal(StallCause.MemoryRead, Read(caches, 0, line: 0, now: 3000).Cause);
    }

    [Fact]
    public void A_clean_line_that_was_kept_can_be_written_again_without_a_transfer()
    {
        CacheHierarchy caches = Make(cores: 2);
        Own(caches, 0, line: 0, now: 0);
        caches.Clean(line: 0, invalidate: false);
        Assert.Equal(new CacheAccess(1000, StallCause.L1Hit), Own(caches, 0, line: 0, now: 1000));
        Assert.True(caches.Clean(line: 0, invalidate: false));
    }

    private CacheHierarchy Make(int cores) => new(Tiny, cores, lineCount: 64, _memory);

    private static void ReadRange(CacheHierarchy caches, int first, int last)
    {
        for (int line = first; line <= last; line++) { Read(caches, 0, line, 1000 + (200 * line)); }
    }

    private static CacheAccess Read(CacheHierarchy caches, int core, int line, long now) =>
        caches.TryRead(core, line, now, out CacheAccess access) ? access : caches.ReadMiss(core, line, now);

    private static CacheAccess Own(CacheHierarchy caches, int core, int line, long now) =>
        caches.TryOwn(core, line, now, out CacheAccess access) ? access : caches.OwnMiss(core, line, now);
}
