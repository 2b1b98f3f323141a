using Sim.CacheModel;
using static Sim.Simulator.Tests.TimedTestKit;

namespace Sim.Simulator.Tests;

public sealed class MemoryControllerTests
{
    private static readonly MemoryParameters OneDimm = OptaneG1.WithOneDimm().Memory;

    /// <summary>LENS (MICRO'20) and the raw sweep of FAST'20: 175 ns up to 12 KB, 309.5 ns at 1 MB, 378.5 ns beyond 16 MB.</summary>
    [Theory]
    [InlineData(12 << 10, 180.0)]
    [InlineData(1 << 20, 308.0)]
    [InlineData(256 << 20, 378.0)]
    public void Dependent_reads_have_the_published_plateaus(int regionBytes, double expectedNs)
    {
        MemoryController memory = new(OneDimm, seed: 1);
        int lineCount = regionBytes / CacheLine.Bytes;
        long now = 0;
        long start = 0;
        const int Reads = 200_000;
        for (int i = -Reads; i < Reads; i++)
        {
            if (i == 0) { start = now; }

            // An odd multiplier visits all lines of a power of two; the region of 12 KB is not one, and repeats some lines.
            now = memory.Read((int)((uint)(i * 0x9E3779B1L) % lineCount), now);
        }
        Assert.InRange((now - start) / OptaneG1.CyclesPerNs / Reads, expectedNs * 0.99, expectedNs * 1.01);
    }

    [Fact]
    public void Lines_are_dealt_to_the_channels_in_chunks_of_the_interleaving()
    {
        MemoryController memory = new(OptaneG1.Memory, seed: 1);
        long first = memory.Read(line: 0, now: 0);
        Assert.Equal(first, memory.Read(line: 64, now: 0));
        Assert.True(memory.Read(line: 6 * 64, now: 0) > first);
    }

    [Fact]
    public void A_burst_longer_than_the_queue_and_the_window_runs_at_the_pace_of_the_media()
    {
        MemoryController memory = new(OneDimm, seed: 1);
        long entered = 0;
        for (int line = 0; line < 4000; line++) { entered = memory.Write(line, now: 0).Entered; }
        double nsPerXpLine = entered / OptaneG1.CyclesPerNs / 1000;
        Assert.InRange(nsPerXpLine, 110 * 0.95, 110);
    }

    [Fact]
    public void Reads_overtake_waiting_writes()
    {
        MemoryController memory = new(OneDimm, seed: 1);
        for (int line = 0; line < 40; line++) { memory.Write(line, now: 0); }
        long read = memory.Read(line: 100_000, now: 1_000);
        OptaneParameters optane = OneDimm.Optane!;
        Assert.InRange(read - 1_000, OneDimm.LoadCycles + optane.MediaReadCycles,
            OneDimm.LoadCycles + optane.MediaReadCycles + optane.AitMissCycles + optane.WriteBusyCycles);
    }

    /// <summary>831 lines pass the bus within the window; a memory of fewer would forget the first.</summary>
    [Fact]
    public void A_load_waits_for_the_first_of_as_many_writes_as_the_bus_carries_in_the_window()
    {
        ReadAfterPersist memory = new(OneDimm);
        OptaneParameters optane = OneDimm.Optane!;
        int count = (int)(optane.ReadAfterPersistWindowCycles / OneDimm.WriteSlotCycles);
        Assert.Equal(831, count);
        for (int line = 0; line < count; line++) { memory.Accepted(line, line * OneDimm.WriteSlotCycles, isNonTemporal: false); }
        long last = (count - 1) * OneDimm.WriteSlotCycles;
        Assert.Equal(optane.ReadAfterPersistWindowCycles, memory.MayStartAt(line: 0, last));
        Assert.Equal(last + optane.ReadAfterPersistMaxCycles, memory.MayStartAt(line: count - 1, last));
        Assert.Equal(last, memory.MayStartAt(line: count, last));
    }

    [Fact]
    public void In_the_second_generation_only_non_temporal_stores_delay_loads()
    {
        ReadAfterPersist memory = new(OptaneG2.Memory);
        memory.Accepted(line: 1, now: 0, isNonTemporal: false);
        memory.Accepted(line: 2, now: 0, isNonTemporal: true);
        Assert.Equal(10, memory.MayStartAt(line: 1, now: 10));
        Assert.Equal(10 + OptaneG2.Memory.Optane!.ReadAfterPersistMaxCycles, memory.MayStartAt(line: 2, now: 10));
    }

    [Fact]
    public void Partly_written_XPLines_wait_for_their_neighbours()
    {
        MemoryController memory = new(OneDimm, seed: 1);
        long now = 0;
        for (int half = 0; half < 2; half++)
        {
            for (int xpLine = 0; xpLine < 32; xpLine++)
            {
                memory.Write((xpLine * 4) + (2 * half), now += 1_000);
                memory.Write((xpLine * 4) + (2 * half) + 1, now += 1_000);
            }
        }
        Assert.Equal(new MemoryCounters(Reads: 0, Writes: 128, MediaBytesRead: 0, MediaBytesWritten: 32 * 256), memory.Counters);
    }
}
