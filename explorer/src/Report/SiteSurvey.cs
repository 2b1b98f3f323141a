using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Runs a structure's code for a while, alone and without a crash, to see which flush and fence sites it has.</summary>
/// <remarks>A workload that an exploration leaves out of reach is known only by comparison: by what a longer run reaches.</remarks>
internal static class SiteSurvey
{
    private const int OperationCount = 400;
    private const int KeyCount = 24;
    private const int EventLimit = 2_000_000;

    /// <summary>The names of the flush and fence sites that creation, operations, recovery and observation reach.</summary>
    public static IReadOnlySet<string> PersistSites(IStructure structure)
    {
        SiteTable sites = new();
        EventRecorder recorder = new(sites, structure.PoolBytes(1, OperationCount), EventLimit);
        // What has been reached when the code throws, waits or runs on has been reached all the same.
        recorder.Run(() => Run(structure, new RecordedPmem(recorder)), [], new CrashImage(new Dictionary<long, IReadOnlyList<byte[]>>(), CacheLine.Bytes));
        return sites.Sites.Where(site => site.Kind is EventKind.Flush or EventKind.Fence).Select(site => site.Name).ToHashSet();
    }

    private static void Run(IStructure structure, RecordedPmem pmem)
    {
        structure.Create(pmem, 1);
        for (int index = 0; index < OperationCount; index++)
        {
            // Timed operations are one kind or two; the structure's whole repertoire on few keys comes in between.
            structure.Execute(pmem, 0, index % 2 == 0
                ? structure.TimedOperation(0, index, KeyCount, seed: 1)
                : new Operation(index / 2 % structure.Operations.Count, 1 + ((ulong)index % KeyCount), (ulong)index + 1));
        }
        structure.Recover(pmem);
        structure.Observe(pmem);
    }
}
