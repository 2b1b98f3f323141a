using Sim.Simulator;
using Sim.Simulator.Results;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class CounterexampleReplayTests
{
    private static readonly SmallStructure Wrong = VolatileRegister([Write(1), Read], [Read]);

    [Fact]
    public void A_counterexample_comes_out_again()
    {
        Counterexample counterexample = Find(Wrong);
        ReplayReport replay = CounterexampleReplay.Replay(Wrong, counterexample);
        Assert.Equal((true, counterexample.Recovered, counterexample.Summary), (replay.Reproduced, replay.Recovered, replay.Summary));
    }

    [Fact]
    public void A_counterexample_of_a_repaired_structure_does_not_come_out_again()
    {
        SmallStructure wrong = new() { Workloads = [Threads([Write(1)])], OnExecute = (pmem, _, operation) => StoreX(pmem, operation, flushes: false) };
        SmallStructure right = wrong with { OnExecute = (pmem, _, operation) => StoreX(pmem, operation, flushes: true) };
        ReplayReport replay = CounterexampleReplay.Replay(right, Find(wrong));
        Assert.Equal((false, "step 3 was 'sfence' of thread 0 and is now 'clwb 0x40' of thread 0"), (replay.Reproduced, replay.Summary));
    }

    [Fact]
    public void A_schedule_that_is_no_longer_possible_does_not_come_out_again()
    {
        Counterexample counterexample = Find(VolatileRegister([Write(1), Write(2), Read]));
        ReplayReport replay = CounterexampleReplay.Replay(Wrong with { OnExecute = (_, _, _) => 0 }, counterexample);
        Assert.Equal((false, "step 2 was 'store 0x40 = 1' of thread 0 and is now 'returns 0' of thread 0"), (replay.Reproduced, replay.Summary));
    }

    [Fact]
    public void A_counterexample_brings_its_workload_along() =>
        Assert.True(CounterexampleReplay.Replay(VolatileRegister([Read]), Find(Wrong)).Reproduced);

    [Fact]
    public void A_counterexample_of_all_workloads_comes_out_again_as_one_of_them()
    {
        Counterexample counterexample = StructureExplorer.Explore(Wrong, new ExploreOptions { AllWorkloads = true, Threads = 1, Ops = 2, Keys = 2 },
            TestContext.Current.CancellationToken).Counterexample!;
        Assert.Equal([["write(1)", "write(1)"]], counterexample.Operations);
        Assert.True(CounterexampleReplay.Replay(Wrong, counterexample).Reproduced);
    }

    [Fact]
    public void A_counterexample_with_a_switched_off_site_comes_out_again()
    {
        SmallStructure correct = DurableRegister([Write(1), Read]);
        ExplorationSession session = new(correct, new ExploreOptions());
        session.Explore(new HashSet<string>(), TestContext.Current.CancellationToken);
        string fence = session.PersistSites.Single(site => site.Instruction == "sfence").Name;
        Counterexample counterexample = session.Explore(new HashSet<string> { fence }, TestContext.Current.CancellationToken).Counterexample!;

        Assert.True(CounterexampleReplay.Replay(correct, counterexample).Reproduced);
        Assert.Equal("step 4 was 'returns 0' of thread 0 and is now 'sfence' of thread 0",
            CounterexampleReplay.Replay(correct, counterexample with { ElidedSites = [] }).Summary);
    }

    [Fact]
    public void A_counterexample_tells_what_was_in_memory_and_what_was_lost()
    {
        Counterexample counterexample = Find(new SmallStructure { Workloads = [Threads([Write(1)])], OnExecute = (pmem, _, operation) => StoreX(pmem, operation, flushes: false) });
        CrashedLine line = Assert.Single(counterexample.Lines);
        Assert.Equal((1, true), (line.Line, line.ReadByRecovery));
        Assert.Equal(new CrashedWord(64, "0x0", "0x1", "0x0", Lost: true), Assert.Single(line.Words));
        Assert.Equal(["load 0x40 -> 0"], counterexample.Recovery.Select(step => step.Text));
        Assert.Equal([["write(1)"]], counterexample.Operations);
    }

    [Fact]
    public void A_counterexample_tells_what_buffers_and_memory_held_after_each_step()
    {
        Counterexample counterexample = Find(new SmallStructure { Workloads = [Threads([Write(1)])], OnExecute = (pmem, _, operation) => StoreX(pmem, operation, flushes: false) });

        Assert.Equal(
            ["start: 0x40 in 0x0", "begin:", "store: t0 holds 0x40 = 1", "sfence: t0 holds 0x40 = 1, sfence", "drain: t0 holds ; 0x40 in 0x0, 0x1", "return:"],
            counterexample.Memory.Select((memory, step) =>
                $"{(step == 0 ? "start" : counterexample.Steps[step - 1].Kind)}: {string.Join("; ", Describe(memory))}".TrimEnd(' ')));
    }

    private static IEnumerable<string> Describe(StepMemory memory) =>
        memory.Buffers.Select(buffer => $"t{buffer.Thread} holds {string.Join(", ", buffer.Entries)}")
            .Concat(memory.Lines.SelectMany(line => line.Words).Select(word => $"0x{word.Address:x} in {string.Join(", ", word.Values)}"));

    private static ulong StoreX(IPmem pmem, Operation operation, bool flushes)
    {
        pmem.Store(X, operation.Key);
        if (flushes) { pmem.Flush(X, 8); }
        pmem.Fence();
        return 0;
    }

    private static Counterexample Find(SmallStructure structure) =>
        StructureExplorer.Explore(structure, new ExploreOptions(), TestContext.Current.CancellationToken).Counterexample!;
}
