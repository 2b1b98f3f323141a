using Sim.CacheModel;
using static Sim.Simulator.Tests.TimedTestKit;

namespace Sim.Simulator.Tests;

public sealed class TimedPmemTests
{
    private static readonly long G1Load = OptaneG1.Memory.LoadCycles;

    [Fact]
    public void The_first_load_comes_from_the_media_and_the_second_from_L1()
    {
        OptaneParameters optane = OptaneG1.Memory.Optane!;
        Assert.Equal(
            G1Load + optane.MediaReadCycles + optane.AitMissCycles,
            Cycles(OptaneG1, _ => { }, pmem => pmem.Load<ulong>(Line(5))));
        Assert.Equal(5, Cycles(OptaneG1, pmem => pmem.Load<ulong>(Line(5)), pmem => pmem.Load<ulong>(Line(5) + 8)));
    }

    [Fact]
    public void A_neighbour_in_the_same_XPLine_comes_from_the_read_buffer() =>
        Assert.Equal(G1Load, Cycles(OptaneG1, pmem => pmem.Load<ulong>(Line(4)), pmem => pmem.Load<ulong>(Line(5))));

    [Fact]
    public void A_load_forwards_from_an_earlier_store_whose_line_is_still_on_its_way() =>
        Assert.Equal(1 + 5, Cycles(OptaneG1, _ => { }, pmem =>
        {
            pmem.Store(Line(5), 7UL);
            Assert.Equal(7UL, pmem.Load<ulong>(Line(5)));
        }));

    [Fact]
    public void A_load_of_another_word_of_that_line_waits_for_the_line()
    {
        long miss = Cycles(OptaneG1, _ => { }, pmem => pmem.Load<ulong>(Line(5)));
        Assert.Equal(1 + miss, Cycles(OptaneG1, _ => { }, pmem =>
        {
            pmem.Store(Line(5), 7UL);
            pmem.Load<ulong>(Line(5) + 8);
        }));
    }

    [Fact]
    public void A_fence_with_nothing_pending_costs_its_issue()
    {
        Assert.Equal(6, Cycles(OptaneG1, _ => { }, pmem => pmem.Fence()));
        Assert.Equal(33, Cycles(OptaneG1, _ => { }, pmem => pmem.Fence(kind: FenceKind.Full)));
    }

    [Fact]
    public void A_flush_of_a_clean_line_costs_its_issue_and_writes_nothing()
    {
        using TimedMachine machine = new(OptaneG1, 1 << 12, threadCount: 1);
        machine.Alone(pmem => pmem.Load<ulong>(Line(5)));
        machine.StartAccount();
        machine.Alone(pmem => pmem.Flush(Line(5), 64));
        Assert.Equal(1, machine.Core(0).Elapsed);
        Assert.Equal(0, machine.MemoryCounters.Writes);
    }

    [Fact]
    public void Store_clwb_and_sfence_cost_the_persist_round_trip()
    {
        // One cycle to issue the store, one for the flush; the fence's own issue overlaps with the wait.
        long expected = 2 + OptaneG1.Core.FlushAcceptCycles;
        Assert.Equal(expected, Cycles(OptaneG1, pmem => pmem.Load<ulong>(Line(5)), pmem =>
        {
            pmem.Store(Line(5), 1UL);
            pmem.Persist(Line(5), 8);
        }));
    }

    [Fact]
    public void On_Cascade_Lake_clwb_drops_the_line_and_on_Ice_Lake_it_stays()
    {
        static void Persist(TimedPmem pmem)
        {
            pmem.Store(Line(5), 1UL);
            pmem.Persist(Line(5), 8);
        }
        Platform keeping = OptaneG1 with { Core = OptaneG1.Core with { ClwbInvalidates = false } };
        Assert.Equal(5, Cycles(keeping, Persist, pmem => pmem.Load<ulong>(Line(5))));

        // The reload finds its write still under way and waits for as long as the platform lets it wait.
        Assert.Equal(
            G1Load + OptaneG1.Memory.Optane!.ReadAfterPersistMaxCycles,
            Cycles(OptaneG1, Persist, pmem => pmem.Load<ulong>(Line(5))));
    }

    [Fact]
    public void A_line_of_non_temporal_stores_is_one_write_and_needs_no_flush()
    {
        using TimedMachine machine = new(OptaneG1, 1 << 12, threadCount: 1);
        machine.Alone(pmem =>
        {
            for (int word = 0; word < 8; word++) { pmem.StoreNonTemporal(Line(5) + (8 * word), 1UL); }
            pmem.Fence();
        });
        Assert.Equal(8 + OptaneG1.Core.NonTemporalAcceptCycles, machine.Core(0).Elapsed);
        Assert.Equal(new MemoryCounters(Reads: 0, Writes: 1, MediaBytesRead: 0, MediaBytesWritten: 256), machine.MemoryCounters);
    }

    [Fact]
    public void Under_eADR_a_flush_writes_the_line_back_and_no_fence_waits_for_it()
    {
        using TimedMachine machine = new(OptaneG2, 1 << 12, threadCount: 1);
        machine.Alone(pmem => pmem.Load<ulong>(Line(5)));
        machine.StartAccount();
        machine.Alone(pmem =>
        {
            pmem.Store(Line(5), 1UL);
            pmem.Persist(Line(5), 8);
            pmem.Persist(Line(5), 8);
        });

        // The second flush finds the line clean and writes nothing.
        Assert.Equal(1 + (2 * (OptaneG2.Core.FlushIssueCycles + OptaneG2.Core.SfenceCycles)), machine.Core(0).Elapsed);
        Assert.Equal(1, machine.MemoryCounters.Writes);
        machine.Alone(pmem => pmem.Load<ulong>(Line(5)));
        Assert.Equal(OptaneG2.Caches.L1.HitCycles, machine.CyclesOf(StallCause.L1Hit));
    }

    [Fact]
    public void A_locked_instruction_drains_earlier_flushes()
    {
        using TimedMachine machine = new(OptaneG1, 1 << 12, threadCount: 1);
        machine.Alone(pmem =>
        {
            pmem.Load<ulong>(Line(5));
            pmem.Load<ulong>(Line(6));
        });
        machine.StartAccount();
        machine.Alone(pmem =>
        {
            pmem.Store(Line(5), 1UL);
            pmem.Flush(Line(5), 8);
            Assert.Equal(0UL, pmem.CompareExchange(Line(6), 0UL, 1UL));
        });
        Assert.Equal(OptaneG1.Core.FlushAcceptCycles, machine.CyclesOf(StallCause.LockedDrain));
        Assert.Equal(2 + OptaneG1.Core.FlushAcceptCycles + OptaneG1.Core.LockedCycles, machine.Core(0).Elapsed);
    }

    [Theory]
    [InlineData(1, 4.0)]
    [InlineData(4, 1.0)]
    public void Persisting_single_lines_amplifies_writes_and_whole_XPLines_do_not(int linesPerXpLine, double amplification)
    {
        using TimedMachine machine = new(OptaneG1.WithOneDimm(), 1 << 20, threadCount: 1);
        machine.Alone(pmem =>
        {
            for (int i = 0; i < 1024; i++)
            {
                int line = (i / linesPerXpLine * 4) + (i % linesPerXpLine);
                pmem.Store(Line(line), 1UL);
                pmem.Persist(Line(line), 8);
            }
        });
        Assert.Equal(1024, machine.MemoryCounters.Writes);
        Assert.Equal(amplification, machine.MemoryCounters.MediaBytesWritten / (1024.0 * 64));
    }

    [Fact]
    public void A_full_write_pending_queue_is_told_apart_from_the_round_trip()
    {
        using TimedMachine machine = new(OptaneG1.WithOneDimm(), 1 << 20, threadCount: 1);
        machine.Alone(pmem =>
        {
            for (int line = 0; line < 4096; line += 4)
            {
                for (int word = 0; word < 8; word++) { pmem.StoreNonTemporal(Line(line) + (8 * word), 1UL); }
            }
            pmem.Fence();
        });
        machine.CheckAccounts();
        Assert.True(machine.CyclesOf(StallCause.WpqFull) > 0);
        Assert.True(machine.CyclesOf(StallCause.FillBufferFull) > machine.CyclesOf(StallCause.WpqFull));
    }

    [Fact]
    public void Stores_that_miss_fill_the_store_buffer()
    {
        using TimedMachine machine = new(OptaneG1, 1 << 20, threadCount: 1);
        machine.Alone(pmem =>
        {
            for (int i = 0; i < 56; i++) { pmem.Store(Line(4 * i), 1UL); }
        });
        Assert.Equal(0, machine.CyclesOf(StallCause.StoreBufferFull));
        Assert.Equal(56, machine.Core(0).Elapsed);
        machine.Alone(pmem => pmem.Store(Line(1000), 1UL));
        Assert.Equal(machine.Core(0).Elapsed - 57, machine.CyclesOf(StallCause.StoreBufferFull));
        Assert.True(machine.CyclesOf(StallCause.StoreBufferFull) > 0);
    }

    /// <summary>The runtime may allocate on this thread while it replaces code by faster code; it does not in every window.</summary>
    [Fact]
    public void An_access_allocates_nothing_once_its_site_is_known()
    {
        using TimedMachine machine = new(OptaneG1, 1 << 20, threadCount: 1);
        long leastBytes = long.MaxValue;
        machine.Alone(pmem =>
        {
            for (int window = 0; window < 50 && leastBytes > 0; window++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                AccessInEveryWay(pmem, count: 200);
                leastBytes = Math.Min(leastBytes, GC.GetAllocatedBytesForCurrentThread() - before);
            }
        });
        Assert.Equal(0, leastBytes);
    }

    private static void AccessInEveryWay(TimedPmem pmem, int count)
    {
        for (int i = 0; i < count; i++)
        {
            PmemAddress address = Line(i * 7 % 16_384);
            pmem.Store(address, pmem.Load<ulong>(address) + 1);
            pmem.Persist(address, 8, "step");
            pmem.CompareExchange(address, 1UL, 2UL);
            pmem.StoreNonTemporal(address + 8, 1UL);
        }
    }

    [Fact]
    public void Values_of_every_size_come_back_as_they_were_stored()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 1);
        TimedPmem pmem = machine.Pmem(0);
        pmem.Store(new PmemAddress(3), (byte)0xAB);
        pmem.Store(new PmemAddress(16), new UInt128(1, 2));
        pmem.StoreNonTemporal(new PmemAddress(32), 0x1234_5678);
        Assert.Equal(0xAB, pmem.Load<byte>(new PmemAddress(3)));
        Assert.Equal(new UInt128(1, 2), pmem.CompareExchange(new PmemAddress(16), new UInt128(1, 2), new UInt128(3, 4)));
        Assert.Equal(new UInt128(3, 4), pmem.CompareExchange(new PmemAddress(16), new UInt128(1, 2), default));
        Assert.Equal(new UInt128(3, 4), pmem.Load<UInt128>(new PmemAddress(16)));
        Assert.Equal(0x1234_5678, pmem.Load<int>(new PmemAddress(32)));
    }

    [Fact]
    public void Accesses_outside_the_mapping_or_misaligned_are_refused()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 1);
        TimedPmem pmem = machine.Pmem(0);
        Assert.Throws<PmemAccessException>(() => pmem.Load<ulong>(new PmemAddress(4096)));
        Assert.Throws<PmemAccessException>(() => pmem.Store(new PmemAddress(-8), 1UL));
        Assert.Throws<PmemAccessException>(() => pmem.Load<ulong>(new PmemAddress(4)));
        Assert.Throws<PmemAccessException>(() => pmem.CompareExchange(new PmemAddress(8), default(UInt128), default));
        Assert.Throws<PmemAccessException>(() => pmem.StoreNonTemporal(new PmemAddress(0), (short)1));
        Assert.Throws<PmemAccessException>(() => pmem.Flush(new PmemAddress(4090), 7));
        Assert.Throws<PmemAccessException>(() => pmem.SpinUntil(new PmemAddress(1), SpinCondition.Equal, 0));
    }
}
