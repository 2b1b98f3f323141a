using Sim.CacheModel;
using Sim.Simulator.Results;

namespace Sim.Simulator;

/// <summary>Reads the tables of a result off a machine that has run.</summary>
internal static class TimedReport
{
    /// <summary>Cycles by cause over all threads, in the order of <see cref="StallCause"/>.</summary>
    public static IReadOnlyList<CauseCost> Causes(TimedMachine machine)
    {
        long[] cycles = new long[StallCauses.Count];
        for (int thread = 0; thread < machine.ThreadCount; thread++)
        {
            for (int cause = 0; cause < cycles.Length; cause++) { cycles[cause] += machine.Core(thread).CyclesByCause[cause]; }
        }
        return [.. cycles.Select((sum, cause) => new CauseCost(((StallCause)cause).Describe(), sum))];
    }

    /// <summary>Every site that executed, dearest first.</summary>
    public static IReadOnlyList<SiteCost> Sites(TimedMachine machine) =>
    [
        .. machine.Sites.Sites
            .Select((site, id) => (Site: site, Cost: machine.CostOf(id)))
            .Where(row => row.Cost.Executions > 0)
            .OrderByDescending(row => row.Cost.Cycles)
            .Select(row => new SiteCost(row.Site.Name, row.Site.Instruction, row.Site.Label, row.Site.Member, row.Site.File, row.Site.Line,
                row.Cost.Executions, row.Cost.Cycles)),
    ];

    /// <summary>Executions of all sites of a kind.</summary>
    public static double ExecutionsOf(TimedMachine machine, EventKind kind) => machine.Sites.Sites
        .Select((site, id) => site.Kind == kind ? machine.CostOf(id).Executions : 0)
        .Sum();

    /// <summary>Device and cache counters; a rate without any access is 0.</summary>
    public static IReadOnlyDictionary<string, double> Counters(TimedMachine machine)
    {
        CacheCounters caches = machine.Caches.Counters;
        MemoryCounters memory = machine.MemoryCounters;
        long wpqBytes = memory.Writes * CacheLine.Bytes;
        long belowL1 = caches.Accesses - caches.L1Hits;
        long belowL2 = belowL1 - caches.L2Hits - caches.Transfers;
        return new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["memory_events"] = machine.EventCount,
            ["memory_reads"] = memory.Reads,
            ["wpq_writes"] = memory.Writes,
            ["wpq_bytes"] = wpqBytes,
            ["media_bytes_read"] = memory.MediaBytesRead,
            ["media_bytes_written"] = memory.MediaBytesWritten,
            ["write_amplification"] = Ratio(memory.MediaBytesWritten, wpqBytes),
            ["coherence_transfers"] = caches.Transfers,
            ["dirty_evictions"] = caches.DirtyEvictions,
            ["l1_hit_rate"] = Ratio(caches.L1Hits, caches.Accesses),
            ["l2_hit_rate"] = Ratio(caches.L2Hits, belowL1),
            ["llc_hit_rate"] = Ratio(caches.LlcHits, belowL2),
        };
    }

    private static double Ratio(long part, long whole) => whole > 0 ? (double)part / whole : 0;
}
