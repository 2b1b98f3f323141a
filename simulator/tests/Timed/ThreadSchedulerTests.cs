using Sim.CacheModel;
using static Sim.Simulator.Tests.TimedTestKit;

namespace Sim.Simulator.Tests;

public sealed class ThreadSchedulerTests
{
    [Fact]
    public void A_waiting_thread_goes_on_when_the_store_is_visible_and_the_wait_is_charged()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 2);
        ulong seen = 0;
        machine.Together((thread, pmem) =>
        {
            if (thread == 0)
            {
                seen = pmem.SpinUntil(Line(1), SpinCondition.AtLeast, 2);
                return;
            }
            for (int i = 0; i < 1000; i++) { pmem.Fence(); }
            pmem.Store(Line(1), 3UL);
        });
        Assert.Equal(3UL, seen);
        machine.CheckAccounts();

        // Thread 1 fences for 6,000 cycles, issues its store, takes the line from thread 0, which then takes it back.
        long transfer = OptaneG1.Caches.TransferCycles;
        Assert.Equal(6_000 + 1, machine.Core(1).Elapsed);
        Assert.Equal(6_000 + 1 + (2 * transfer), machine.Core(0).Elapsed);
        Assert.Equal(transfer, machine.CyclesOf(StallCause.Coherence));
    }

    [Fact]
    public void A_store_that_leaves_the_condition_false_wakes_nobody()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 2);
        Assert.Throws<SimulatedDeadlockException>(() => machine.Together((thread, pmem) =>
        {
            if (thread == 0) { pmem.SpinUntil(Line(1), SpinCondition.Equal, 2); }
            else { pmem.Store(Line(1), 1UL); }
        }));
    }

    [Fact]
    public void Threads_that_wait_for_one_another_are_a_deadlock_that_says_who_waits_for_what()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 2);
        SimulatedDeadlockException deadlock = Assert.Throws<SimulatedDeadlockException>(() =>
            machine.Together((thread, pmem) => pmem.SpinUntil(Line(1 + thread), SpinCondition.NotEqual, 0)));
        Assert.Equal(
            "deadlock: thread 0 waits until the word at 0x40 is NotEqual 0; thread 1 waits until the word at 0x80 is NotEqual 0",
            deadlock.Message);
    }

    [Fact]
    public void One_thread_that_waits_alone_is_a_deadlock()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 1);
        Assert.Throws<SimulatedDeadlockException>(() => machine.Alone(pmem => pmem.SpinUntil(Line(1), SpinCondition.Equal, 1)));
    }

    [Fact]
    public void A_failure_of_one_thread_ends_the_run_and_reaches_the_caller()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 3);
        Assert.Throws<PmemAccessException>(() => machine.Together((thread, pmem) =>
        {
            if (thread == 2) { pmem.Load<ulong>(new PmemAddress(1 << 20)); }
            pmem.SpinUntil(Line(1), SpinCondition.Equal, 1);
        }));
    }

    [Fact]
    public void No_thread_runs_further_ahead_than_a_quantum_and_one_access()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 2);
        long[] clocks = new long[2];
        long widest = 0;
        machine.Together((thread, pmem) =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                pmem.Fence();
                clocks[thread] = pmem.Clock;
                if (i < 9_000) { widest = Math.Max(widest, Math.Abs(clocks[0] - clocks[1])); }
            }
        });
        Assert.Equal(1_002, widest);
    }

    [Fact]
    public void A_stopped_run_ends_even_in_an_endless_loop()
    {
        using TimedMachine machine = new(OptaneG1, 4096, threadCount: 2);
        using CancellationTokenSource stop = new();
        Assert.Throws<OperationCanceledException>(() => machine.Run(
            (thread, pmem) =>
            {
                for (int i = 0; true; i++)
                {
                    pmem.Fence();
                    if (i == 1000 && thread == 1) { stop.Cancel(); }
                }
            },
            stop.Token));
    }
}
