using Sim.CacheModel;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;
using static Sim.Simulator.Tests.TimedTestKit;

namespace Sim.Simulator.Tests;

public sealed class TimedRunnerTests
{
    private static readonly CounterStructure Counter = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_same_seed_gives_the_same_result(int threads)
    {
        string first = Describe(Run(threads, seed: 7));
        Assert.Equal(first, Describe(Run(threads, seed: 7)));
        Assert.NotEqual(first, Describe(Run(threads, seed: 8)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Causes_and_sites_each_sum_to_the_total(int threads)
    {
        RunResult result = Run(threads, seed: 1);
        Assert.Equal(result.TotalCycles, result.Causes.Sum(cause => cause.Cycles));
        Assert.Equal(result.TotalCycles, result.Sites.Sum(site => site.Cycles));
        Assert.Equal(StallCauses.Count, result.Causes.Count);
        Assert.Equal(threads * 500, result.Latency.Histogram.Sum(bucket => bucket.Count));
    }

    [Fact]
    public void Instructions_are_counted_for_each_operation()
    {
        RunResult result = Run(threads: 1, seed: 1);
        Assert.Equal((1.0, 1.0, 1.0), (result.FlushesPerOp, result.FencesPerOp, result.LockedPerOp));
        Assert.Equal(500, result.Counters["wpq_writes"]);
        SiteCost flush = Assert.Single(result.Sites, site => site.Kind == "clwb");
        Assert.Equal((CounterStructure.SlotLabel, "Execute", 500L), (flush.Label, flush.Member, flush.Executions));
        Assert.EndsWith("simulator/tests/Timed/CounterStructure.cs", flush.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Handing_a_lock_over_costs_coherence_and_spin_wait()
    {
        RunResult alone = Run(threads: 1, seed: 1);
        RunResult contended = Run(threads: 2, seed: 1);
        Assert.Equal(0, CyclesOf(alone, StallCause.Coherence));
        Assert.Equal(0, CyclesOf(alone, StallCause.SpinWait));
        Assert.True(CyclesOf(contended, StallCause.Coherence) >= 500 * OptaneG1.Caches.TransferCycles);
        Assert.True(CyclesOf(contended, StallCause.SpinWait) > contended.TotalCycles / 4);
    }

    [Fact]
    public void An_elided_flush_is_free_and_its_fence_no_longer_waits_for_a_write_back()
    {
        RunResult full = Run(threads: 1, seed: 1);
        string flush = Assert.Single(full.Sites, site => site.Kind == "clwb").Site;
        RunResult reduced = TimedTestKit.Run(Counter, OptaneG1, new TimedRunOptions { Ops = 500, Keys = 64, ElidedSites = new HashSet<string> { flush } });
        Assert.Equal(0, reduced.FlushesPerOp);
        Assert.Equal(0, reduced.Counters["wpq_writes"]);
        Assert.DoesNotContain(reduced.Sites, site => site.Site == flush);
        Assert.True(full.TotalCycles - reduced.TotalCycles > 500 * OptaneG1.Core.FlushAcceptCycles);
    }

    [Fact]
    public void A_mutant_runs_like_a_structure_and_is_named_in_the_result()
    {
        MutantStructure mutant = new(Counter, Counter.Mutants[0]);
        RunResult result = TimedTestKit.Run(mutant, OptaneG1, new TimedRunOptions { Ops = 100, Keys = 64 });
        Assert.Equal("no-slot-flush", result.Mutant);
        Assert.Equal(0, result.FlushesPerOp);
    }

    [Fact]
    public void Warm_up_operations_run_first_and_are_not_counted()
    {
        RunResult result = TimedTestKit.Run(Counter, OptaneG2, new TimedRunOptions { Ops = 100, WarmupOps = 64, Keys = 8 });
        Assert.Equal(0, CyclesOf(result, StallCause.MemoryRead));
        Assert.Equal(100, result.Latency.Histogram.Sum(bucket => bucket.Count));
    }

    [Fact]
    public void Every_increment_happens_exactly_once_whatever_the_interleaving()
    {
        using TimedMachine machine = new(OptaneG1, Counter.PoolBytes(4, 400), threadCount: 4);
        machine.Together((thread, pmem) =>
        {
            for (int i = 0; i < 100; i++) { Counter.Execute(pmem, thread, new Operation(0, Key: 0)); }
        });
        Assert.Equal(400UL, machine.Pmem(0).Load<ulong>(CounterStructure.Slot(0)));
    }

    [Theory]
    [InlineData(0, 10, 10, "threads is 0, expected 1 to 64")]
    [InlineData(65, 10, 10, "threads is 65, expected 1 to 64")]
    [InlineData(1, 0, 10, "ops is 0, expected at least 1")]
    [InlineData(1, 10, -1, "keys is -1, expected at least 0")]
    public void Options_out_of_range_are_the_users_mistake(int threads, int ops, int keys, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() =>
            TimedTestKit.Run(Counter, OptaneG1, new TimedRunOptions { Threads = threads, Ops = ops, Keys = keys })).Message);

    private static RunResult Run(int threads, ulong seed) =>
        TimedTestKit.Run(Counter, OptaneG1, new TimedRunOptions { Threads = threads, Ops = 500, Keys = 64, Seed = seed });

    private static long CyclesOf(RunResult result, StallCause cause) =>
        result.Causes.Single(cost => cost.Cause == cause.Describe()).Cycles;

    private static string Describe(RunResult result) => string.Join(
        '\n',
        [
            $"{result.DurationNs} {result.ThroughputOpsPerSecond}",
            .. result.Causes.Select(cause => cause.ToString()),
            .. result.Sites.Select(site => site.ToString()),
            .. result.Latency.Histogram.Select(bucket => bucket.ToString()),
            .. result.Counters.Select(counter => counter.ToString()),
        ]);
}
