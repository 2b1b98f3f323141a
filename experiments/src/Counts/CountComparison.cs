using Sim.Simulator;
using Sim.Structures;

namespace Sim.Experiments.Counts;

/// <summary>Published and measured instructions per operation, side by side.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Operation">What is counted.</param>
/// <param name="Workload">How it is counted.</param>
/// <param name="Operations">How many operations were counted.</param>
/// <param name="Published">The original's counts.</param>
/// <param name="Measured">Those of the structure here.</param>
/// <param name="Paper">The rounded figure of a paper; may be empty.</param>
/// <param name="Within">Whether every count lies within the tolerance.</param>
internal sealed record CountComparison(string Structure, string Operation, string Workload, int Operations, ReferenceCounts Published, InstructionCounts Measured,
    string Paper, bool Within)
{
    /// <summary>Measures.</summary>
    /// <param name="published">What to compare with.</param>
    /// <param name="operations">How many operations to count, or 0 for as many as the reference.</param>
    /// <param name="stop">Ends the measurement.</param>
    public static CountComparison Of(PublishedCount published, int operations, CancellationToken stop)
    {
        int count = operations == 0 ? published.Operations : operations;
        IStructure structure = StructureCatalogue.Create(published.Structure, StructureScale.Paper);
        InstructionCounts measured = CountRunner.Run(structure, published.Setup, count,
            index => structure.TimedOperation(0, index, keyCount: 0, seed: 1), index => published.Operation(structure, index), stop);
        ReferenceCounts reference = published.Reference;
        bool within = IsWithin(measured.Flushes, reference.Flushes) && IsWithin(measured.NonTemporalStores, reference.NonTemporalStores)
            && IsWithin(measured.Fences, reference.Fences);
        return new CountComparison(published.Structure, published.Name, published.Workload, count, reference, measured, published.Paper, within);

        bool IsWithin(double found, double expected) => Math.Abs(found - expected) <= expected * published.Tolerance;
    }
}

/// <summary>All comparisons of one call.</summary>
/// <param name="Counts">One for each workload.</param>
internal sealed record CountsResult(IReadOnlyList<CountComparison> Counts)
{
    /// <summary>Whether every count lies within its tolerance.</summary>
    public bool Within => Counts.All(count => count.Within);
}
