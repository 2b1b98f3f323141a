using Sim.Simulator;

namespace Sim.Experiments.Counts;

/// <summary>Persist instructions per operation of an original, and how to measure the same here.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Workload">What is counted.</param>
/// <param name="Operations">How many operations, counted after <paramref name="Setup"/> others.</param>
/// <param name="Setup">Inserts that come before.</param>
/// <param name="Operation">The operation with a number.</param>
/// <param name="Reference">What the original executes: a run of its public source with the instructions counted, or its paper's exact claim.</param>
/// <param name="Paper">The rounded figure of a paper, beside it; may be empty.</param>
/// <param name="Tolerance">The relative deviation that is accepted.</param>
internal sealed record PublishedCount(string Structure, string Workload, int Operations, int Setup, Func<IStructure, int, Operation> Operation,
    ReferenceCounts Reference, string Paper, double Tolerance)
{
    private const double CountedTolerance = 0.05;

    /// <summary>The acceptance table.</summary>
    /// <remarks>
    /// Reference runs: one thread, random keys of 63 bits, flush, fence and stream-store instructions of the public sources replaced by counters.
    /// Flushes are those of the structure; the originals' allocators flush nothing, ours the cursor, which is shown apart.
    /// </remarks>
    public static IReadOnlyList<PublishedCount> All { get; } =
    [
        new("cceh", "insert, 8 segments at first", 2_000_000, 0, Timed, new(2.05, 0, 3.01), "2.3 / 3.0 (RECIPE, table 4)", CountedTolerance),
        new("clht", "insert, 512 buckets at first", 2_000_000, 0, Timed, new(1.38, 1.00, 2.00), "1.5 / 2.5 (RECIPE, table 4)", CountedTolerance),
        new("fast-fair", "insert, pages of 512 bytes", 2_000_000, 0, Timed, new(4.20, 0, 7.68), "7 / 8 (RECIPE, figure 4c)", CountedTolerance),
    ];

    private static Operation Timed(IStructure structure, int index) => structure.TimedOperation(0, index, keyCount: 0, seed: 1);
}

/// <summary>Instructions per operation.</summary>
/// <param name="Flushes">Flushes, one for each line.</param>
/// <param name="NonTemporalStores">Non-temporal stores.</param>
/// <param name="Fences">Explicit fences.</param>
internal sealed record ReferenceCounts(double Flushes, double NonTemporalStores, double Fences);
