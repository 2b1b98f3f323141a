using Sim.CacheModel;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Simulator;

/// <summary>Runs a structure on a platform in simulated time and tells where the time went.</summary>
public static class TimedRunner
{
    /// <summary>Creates the structure, warms up, and measures operations on every thread.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="options">Threads, operations, seed, elided sites.</param>
    /// <param name="stop">Stops the run.</param>
    /// <returns>Costs by cause and site; the same for the same arguments, always.</returns>
    /// <exception cref="InputException">An option is out of range, or the pool too large to simulate.</exception>
    /// <exception cref="SimulatedDeadlockException">All threads wait for one another.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RunResult Run(IStructure structure, Platform platform, TimedRunOptions options, CancellationToken stop = default)
    {
        Check(options);
        int total = checked(options.Threads * (options.Ops + options.WarmupOps));
        using TimedMachine machine = new(
            platform, structure.PoolBytes(options.Threads, total), options.Threads, options.Seed, options.ElidedSites);
        machine.RunAlone(pmem => structure.Create(pmem, options.Threads), stop);
        machine.StartAccount();
        if (options.WarmupOps > 0)
        {
            machine.Run((thread, pmem) => Execute(structure, pmem, thread, 0, options.WarmupOps, options, null, stop), stop);
            machine.StartAccount();
        }
        LatencyHistogram[] latencies = [.. Enumerable.Range(0, options.Threads).Select(_ => new LatencyHistogram())];
        machine.Run(
            (thread, pmem) => Execute(structure, pmem, thread, options.WarmupOps, options.Ops, options, latencies[thread], stop), stop);
        machine.CheckAccounts();
        return Report(structure, machine, options, latencies);
    }

    private static void Execute(IStructure structure, TimedPmem pmem, int thread, int firstIndex, int count,
        TimedRunOptions options, LatencyHistogram? latency, CancellationToken stop)
    {
        double nsPerCycle = 1 / pmem.CyclesPerNs;
        for (int index = firstIndex; index < firstIndex + count; index++)
        {
            stop.ThrowIfCancellationRequested();
            long start = pmem.Clock;
            structure.Execute(pmem, thread, structure.TimedOperation(thread, index, options.Keys, options.Seed));
            latency?.Record((pmem.Clock - start) * nsPerCycle);
        }
    }

    private static RunResult Report(IStructure structure, TimedMachine machine, TimedRunOptions options, LatencyHistogram[] latencies)
    {
        LatencyHistogram latency = new();
        foreach (LatencyHistogram one in latencies) { latency.Add(one); }
        IReadOnlyList<SiteCost> sites = TimedReport.Sites(machine);
        IReadOnlyList<CauseCost> causes = TimedReport.Causes(machine);
        double operations = (double)options.Threads * options.Ops;
        double durationNs = Enumerable.Range(0, options.Threads).Max(thread => machine.Core(thread).Elapsed) / machine.Platform.CyclesPerNs;
        return new RunResult
        {
            Structure = structure.Name,
            Mutant = (structure as MutantStructure)?.Mutant.Name,
            Platform = machine.Platform.Name,
            Mapping = "timed",
            Threads = options.Threads,
            Ops = options.Ops,
            Keys = options.Keys,
            Seed = options.Seed,
            CyclesPerNs = machine.Platform.CyclesPerNs,
            DurationNs = durationNs,
            ThroughputOpsPerSecond = durationNs > 0 ? operations / durationNs * 1e9 : 0,
            Latency = latency.ToResult(),
            FlushesPerOp = TimedReport.ExecutionsOf(machine, EventKind.Flush) / operations,
            FencesPerOp = TimedReport.ExecutionsOf(machine, EventKind.Fence) / operations,
            LockedPerOp = TimedReport.ExecutionsOf(machine, EventKind.CompareExchange) / operations,
            Causes = causes,
            Sites = sites,
            TotalCycles = causes.Sum(cause => cause.Cycles),
            Counters = TimedReport.Counters(machine),
        };
    }

    private static void Check(TimedRunOptions options)
    {
        if (options.Ops < 1) { throw new InputException($"ops is {options.Ops}, expected at least 1"); }
        if (options.Keys < 0) { throw new InputException($"keys is {options.Keys}, expected at least 0"); }
        if (options.WarmupOps < 0) { throw new InputException($"warm-up ops is {options.WarmupOps}, expected at least 0"); }
        if (options.Threads is < 1 or > TimedMachine.MaxThreads)
        {
            throw new InputException($"threads is {options.Threads}, expected 1 to {TimedMachine.MaxThreads}");
        }
        if ((long)options.Threads * ((long)options.Ops + options.WarmupOps) > int.MaxValue)
        {
            throw new InputException($"the run has over {int.MaxValue} operations, use fewer");
        }
    }
}
