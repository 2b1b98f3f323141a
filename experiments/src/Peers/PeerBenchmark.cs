using Sim.CacheModel;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Peers;

/// <summary>The driver of the peer measurements on Sim's CCEH: ascending inserts, a crash anywhere, recovery, and everything is looked up.</summary>
/// <remarks>
/// The oracle is stronger than the driver's: what recovery yields must be what some linearization has left, so every acknowledged
/// key is found with its value, and none is invented. One crash, as there; but every interleaving, not one.
/// </remarks>
internal static class PeerBenchmark
{
    /// <summary>Explores the driver.</summary>
    /// <param name="peer">Says which segments, threads and inserts.</param>
    /// <param name="workers">Threads of the search.</param>
    /// <param name="stop">Cuts the search short.</param>
    public static PeerComparison Run(PeerMeasurement peer, int workers, CancellationToken stop)
    {
        CcehStructure structure = new(GeometryOf(peer.SlotsPerSegment));
        Workload ascending = new("ascending", [],
            [.. Enumerable.Range(0, peer.Threads).Select(thread => (IReadOnlyList<Operation>)[.. Enumerable.Range(0, peer.Inserts)
                .Select(index => MapState.Insert((ulong)((index * peer.Threads) + thread + 1), (ulong)(100 + (index * peer.Threads) + thread)))])],
            []);
        ExploreResult result = StructureExplorer.Explore(structure, new ExploreOptions
        {
            Model = Px86Line.Model.Name,
            Threads = peer.Threads,
            Ops = peer.Inserts,
            Keys = peer.Threads * peer.Inserts,
            NestedCrashes = 0,
            Programs = [ascending],
            Workers = workers,
            // Looking everything up reads every slot of every segment.
            EventLimit = 1_000_000,
        }, stop).Result;
        return new PeerComparison(peer, result.Verdict, result.Completeness, result.CodeRuns, result.RecoveriesRun, result.States, result.Transitions,
            result.CrashImagesRepresented, result.Seconds);
    }

    /// <summary>The published layout with buckets of four pairs; a segment of 16 slots is probed as far as it goes.</summary>
    private static CcehGeometry GeometryOf(int slots) => new(slots / 4, 4, Math.Min(CcehGeometry.Paper.ProbeBuckets, slots / 4), InitialDepth: 1);
}

/// <summary>What both took.</summary>
/// <param name="Peer">The other tool.</param>
/// <param name="Verdict">Sim's verdict.</param>
/// <param name="Completeness"><c>complete</c>, or <c>cut short</c>.</param>
/// <param name="CodeRuns">Sim's runs of operations.</param>
/// <param name="RecoveriesRun">Sim's runs of recovery.</param>
/// <param name="States">Distinct states over all interleavings.</param>
/// <param name="Transitions">Transitions between them.</param>
/// <param name="CrashImages">Crash images that the crash points stand for.</param>
/// <param name="Seconds">Wall-clock seconds, in a process that has explored before.</param>
internal sealed record PeerComparison(PeerMeasurement Peer, string Verdict, string Completeness, long CodeRuns, long RecoveriesRun, long States,
    long Transitions, double CrashImages, double Seconds)
{
    /// <summary>How many times fewer runs of code, or null where the peer did not finish.</summary>
    public double? FewerRuns => Peer.Executions is { } executions ? executions / (double)(CodeRuns + RecoveriesRun) : null;

    /// <summary>How many times less time; a lower bound where the peer did not finish.</summary>
    public double LessTime => Peer.Seconds / Seconds;
}
