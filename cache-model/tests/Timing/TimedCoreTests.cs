using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class TimedCoreTests
{
    private static readonly CacheParameters Caching = new(new CacheLevel(16, 2, 5), new CacheLevel(64, 4, 14), new CacheLevel(256, 4, 60), TransferCycles: 100);

    private static readonly CoreParameters Parameters = new()
    {
        StoreBufferEntries = 4,
        FillBuffers = 2,
        IssueCycles = 1,
        SfenceCycles = 6,
        MfenceCycles = 33,
        LockedCycles = 18,
        FlushIssueCycles = 2,
        FlushIntervalCycles = 50,
        FlushAcceptCycles = 240,
        NonTemporalIntervalCycles = 30,
        NonTemporalAcceptCycles = 400,
        ClwbInvalidates = false,
        SfenceDrains = true,
        WriteCombiningBuffers = 2,
        LoadIntervalCycles = 1,
        StoreMissIntervalCycles = 1,
        FlushStreamIntervalCycles = 50,
        NonTemporalIssueCycles = 8,
        NonTemporalHoldCycles = 400,
        CachesArePersistent = false,
    };

    [Fact]
    public void Words_of_a_wide_value_do_not_wait_for_one_another()
    {
        TimedCore core = Make();
        core.Load(default, sizeBytes: 128);
        Assert.Equal(FixedLatencyMemory.ReadCycles + 8, core.Elapsed);
    }

    [Fact]
    public void More_misses_than_fill_buffers_wait_for_a_buffer()
    {
        TimedCore core = Make();
        core.Load(default, sizeBytes: 192);
        Assert.Equal(FixedLatencyMemory.ReadCycles - 16, core.CyclesByCause[(int)StallCause.FillBufferFull]);
    }

    [Fact]
    public void Flushes_overlap_up_to_their_interval_and_one_fence_waits_for_the_last()
    {
        TimedCore core = Make();
        core.Load(default, sizeBytes: 128);
        core.ResetAccount();
        core.Store(default, 8);
        core.Store(new PmemAddress(64), 8);
        core.Flush(new CacheLine(0), FlushKind.Clwb);
        core.Flush(new CacheLine(1), FlushKind.Clwb);
        core.Fence(FenceKind.Store);
        Assert.Equal(2 + 2 + 50 + 240, core.Elapsed);
    }

    [Fact]
    public void Each_clflush_waits_for_the_one_before()
    {
        TimedCore core = Make();
        core.Load(default, sizeBytes: 128);
        core.ResetAccount();
        core.Store(default, 8);
        core.Store(new PmemAddress(64), 8);
        core.Flush(new CacheLine(0), FlushKind.Clflush);
        core.Flush(new CacheLine(1), FlushKind.Clflush);
        core.Fence(FenceKind.Store);
        Assert.Equal(2 + 2 + 240 + 240, core.Elapsed);
    }

    [Fact]
    public void With_persistent_caches_flushes_still_take_turns_and_buffers_but_no_fence_waits_for_the_last()
    {
        FixedLatencyMemory memory = new();
        TimedCore core = Make(memory, Parameters with { CachesArePersistent = true });
        core.Load(default, sizeBytes: 128);
        core.ResetAccount();
        core.Store(default, 8);
        core.Store(new PmemAddress(64), 8);
        core.Flush(new CacheLine(0), FlushKind.Clwb);
        core.Flush(new CacheLine(1), FlushKind.Clwb);
        core.Fence(FenceKind.Store);
        Assert.Equal([0, 1], memory.Written);
        Assert.Equal(2 + 2 + 50, core.Elapsed);
    }

    [Fact]
    public void Stores_of_half_words_fill_a_combined_line_byte_by_byte()
    {
        FixedLatencyMemory memory = new();
        TimedCore core = Make(memory);
        for (int word = 0; word < 8; word++) { core.StoreNonTemporal(new PmemAddress(8 * word), 4); }
        Assert.Empty(memory.Written);
        for (int word = 0; word < 8; word++) { core.StoreNonTemporal(new PmemAddress((8 * word) + 4), 4); }
        Assert.Equal([0], memory.Written);
    }

    [Fact]
    public void Non_temporal_lines_that_are_not_full_leave_at_the_fence_or_as_victims()
    {
        FixedLatencyMemory memory = new();
        TimedCore core = Make(memory);
        for (int line = 0; line < 3; line++) { core.StoreNonTemporal(new CacheLine(line).Start, 8); }
        Assert.Equal([0], memory.Written);
        core.Fence(FenceKind.Full);
        Assert.Equal([0, 1, 2], memory.Written);
    }

    [Fact]
    public void Causes_sum_to_the_clock_whatever_happens() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 63]).Array[1, 300].Sample(events =>
        {
            TimedCore core = Make();
            foreach ((int kind, int line) in events) { Perform(core, kind, new CacheLine(line)); }
            long sum = 0;
            foreach (long cycles in core.CyclesByCause) { sum += cycles; }
            return sum == core.Elapsed && core.Elapsed == core.Clock;
        });

    private static void Perform(TimedCore core, int kind, CacheLine line)
    {
        switch (kind)
        {
            case 0: core.Load(line.Start, 8); break;
            case 1: core.Store(line.Start, 24); break;
            case 2: core.StoreNonTemporal(line.Start, 8); break;
            case 3: core.Flush(line, FlushKind.Clwb); break;
            case 4: core.Flush(line, FlushKind.Clflush); break;
            case 5: core.Fence(FenceKind.Store); break;
            default:
                core.DrainBeforeLocked();
                core.Locked(line.Start);
                break;
        }
    }

    private static TimedCore Make(FixedLatencyMemory? memory = null, CoreParameters? parameters = null)
    {
        memory ??= new FixedLatencyMemory();
        return new TimedCore(parameters ?? Parameters, Caching, new CacheHierarchy(Caching, 1, lineCount: 64, memory), memory, core: 0);
    }
}
