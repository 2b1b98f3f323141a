using Sim.CacheModel;
using Sim.Simulator.Results;

namespace Sim.Simulator.Traces;

/// <summary>Runs a trace on the timing model of a platform.</summary>
/// <remarks>
/// Each traced thread is a simulated thread that makes the thread's accesses as fast as the platform allows; computation
/// between them is not in a trace and takes no time. Events before the first store are those of process start and are left out.
/// </remarks>
public static class TraceReplay
{
    /// <summary>Runs a trace, and once more without the flushes and fences that never do anything.</summary>
    /// <param name="open">Opens the trace at its start; called several times.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="seed">The seed of the devices' random choices.</param>
    /// <param name="stop">Stops the run.</param>
    /// <exception cref="InputException">The trace is damaged, has no accesses, or touches more memory than can be simulated.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static TraceRunResult Run(Func<ITraceReader> open, Platform platform, ulong seed = 1, CancellationToken stop = default)
    {
        using ITraceReader reader = open();
        IdlePersists idle = new(reader.Texts);
        long events = TraceScan.Run(reader, ref idle, stop: stop);
        if (idle.Threads.Count == 0) { throw new InputException($"{reader.Name}: the trace has no store and no load to run"); }
        IReadOnlyList<IdleStacks> idleSites = idle.Idle();
        HashSet<(TraceEventKind, string)> elided = [.. idleSites.SelectMany(site => site.Stacks.Select(stack => (site.Kind, stack)))];
        TracePlaces places = idle.Places;
        TraceRunResult result = RunOnce(open, platform, seed, places, idle.Threads, stop) with { Trace = reader.Name, Events = events };
        TraceRunResult without = elided.Count == 0 ? result : RunOnce(() => new ElidedTrace(open(), elided), platform, seed, places, idle.Threads, stop);
        Dictionary<string, SiteCost> costs = result.Sites.ToDictionary(site => site.Site);
        return result with
        {
            IdleSites = [.. idleSites.Select(site => Idle(site, costs)).OrderByDescending(site => site.Cycles).ThenBy(site => site.Site, StringComparer.Ordinal)],
            DurationNsWithoutIdle = without.DurationNs,
        };
    }

    private static TraceRunResult RunOnce(Func<ITraceReader> open, Platform platform, ulong seed, TracePlaces places, IReadOnlyList<ushort> threads, CancellationToken stop)
    {
        using TimedMachine machine = new(platform, places.LengthBytes, threads.Count, seed);
        OperationTimes[] times = [.. threads.Select(_ => new OperationTimes())];
        machine.Run((thread, pmem) => new ThreadReplay(pmem, places, times[thread], threads[thread]).Run(open, stop), stop);
        machine.CheckAccounts();
        IReadOnlyList<CauseCost> causes = TimedReport.Causes(machine);
        return new TraceRunResult
        {
            Trace = "",
            Events = 0,
            Platform = platform.Name,
            Threads = threads.Count,
            CyclesPerNs = platform.CyclesPerNs,
            DurationNs = Enumerable.Range(0, threads.Count).Max(thread => machine.Core(thread).Elapsed) / platform.CyclesPerNs,
            Operations = OperationTimes.Merge(times, platform.CyclesPerNs),
            Causes = causes,
            Sites = TimedReport.Sites(machine),
            TotalCycles = causes.Sum(cause => cause.Cycles),
            Counters = TimedReport.Counters(machine),
            IdleSites = [],
            DurationNsWithoutIdle = 0,
        };
    }

    private static IdleSite Idle(IdleStacks idle, Dictionary<string, SiteCost> costs)
    {
        (EventKind kind, byte variant) = idle.Kind == TraceEventKind.Fence ? (EventKind.Fence, (byte)FenceKind.Store) : (EventKind.Flush, (byte)FlushKind.Clwb);
        string name = new Site(kind, variant, idle.Frame.File, idle.Frame.Line, idle.Frame.Function, "").Name;
        return new IdleSite(name, idle.Executions, costs.TryGetValue(name, out SiteCost? cost) ? cost.Cycles : 0);
    }
}
