using Sim.Simulator;
using Sim.Structures;

namespace Sim.Experiments.Counts;

/// <summary>Persist instructions per operation of an original, and how to measure the same here.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Name">What is counted.</param>
/// <param name="Workload">How it is counted.</param>
/// <param name="Operations">How many operations, counted after <paramref name="Setup"/> others.</param>
/// <param name="Setup">Inserts that come before.</param>
/// <param name="Operation">The operation with a number.</param>
/// <param name="Reference">What the original executes: a run of its public source with the instructions counted, or its paper's exact claim.</param>
/// <param name="Paper">The rounded figure of a paper, beside it; may be empty.</param>
/// <param name="Tolerance">The relative deviation that is accepted.</param>
internal sealed record PublishedCount(string Structure, string Name, string Workload, int Operations, int Setup, Func<IStructure, int, Operation> Operation,
    ReferenceCounts Reference, string Paper, double Tolerance)
{
    private const double CountedTolerance = 0.05;

    // For what follows from the algorithm; areas of nodes are added now and then.
    private const double Exact = 0.01;

    /// <summary>The acceptance table.</summary>
    /// <remarks>
    /// Reference runs: one thread, random keys of 63 bits, flush, fence and stream-store instructions of the public sources replaced by counters.
    /// Flushes are those of the structure; the originals' allocators flush nothing, ours the cursor, which is shown apart.
    /// </remarks>
    public static IReadOnlyList<PublishedCount> All { get; } =
    [
        new("cceh", "insert", "8 segments at first, random keys", 2_000_000, 0, Timed, new(2.05, 0, 3.01), "2.3 / 3.0 (RECIPE, table 4)", CountedTolerance),
        new("clht", "insert", "512 buckets at first, random keys", 2_000_000, 0, Timed, new(1.38, 1.00, 2.00), "1.5 / 2.5 (RECIPE, table 4)", CountedTolerance),
        new("fast-fair", "insert", "pages of 512 bytes, random keys", 2_000_000, 0, Timed, new(4.20, 0, 7.68), "7 / 8 (RECIPE, figure 4c)", CountedTolerance),
        new("fast-fair", "delete", "of 200,000 random keys of 2,000,000; the original's fault FF4 is repaired here, which adds flushes",
            200_000, 2_000_000, (structure, index) => MapState.Delete(Timed(structure, index).Key), new(4.41, 0, 8.78), "", CountedTolerance),
        new("queue", "both", "enqueue and dequeue in turns: 2 and 3 fences", 200_000, 0, Timed, new(2.5, 0, 2.5), "", Exact),
        new("unlinked-queue", "both", "enqueue and dequeue in turns: one fence each, the enqueue's is its locked instruction",
            200_000, 0, Timed, new(1, 0, 0.5), "1 fence (Sela, Petrank 2021)", Exact),
        new("linked-queue", "both", "enqueue and dequeue in turns: one fence each; an enqueue flushes its node and the one before",
            200_000, 0, Timed, new(2, 0, 0.5), "1 fence (Sela, Petrank 2021)", Exact),
    ];

    private static Operation Timed(IStructure structure, int index) => structure.TimedOperation(0, index, keyCount: 0, seed: 1);
}

/// <summary>Instructions per operation.</summary>
/// <param name="Flushes">Flushes, one for each line.</param>
/// <param name="NonTemporalStores">Non-temporal stores.</param>
/// <param name="Fences">Explicit fences.</param>
internal sealed record ReferenceCounts(double Flushes, double NonTemporalStores, double Fences);
