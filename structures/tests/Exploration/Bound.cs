using Sim.Explorer;
using Sim.Simulator;

namespace Sim.Structures.Tests;

/// <summary>How far the tests explore.</summary>
internal static class Bound
{
    /// <summary>Two threads of two operations on two keys, all workloads, one crash in recovery.</summary>
    public static ExploreReport TwoByTwo(IStructure structure, string model = "px86-line") =>
        Explore(structure, new ExploreOptions { Model = model, Threads = 2, Ops = 2, Keys = 2, NestedCrashes = 1 });

    /// <summary>Three threads that insert one key each: thread 0 the least.</summary>
    public static ExploreReport ThreeInserts(IStructure list) =>
        Explore(list, new ExploreOptions { Threads = 3, Ops = 1, Keys = 3, NestedCrashes = 1, Workloads = ["insert"] });

    private static ExploreReport Explore(IStructure structure, ExploreOptions options) =>
        StructureExplorer.Explore(structure, options, TestContext.Current.CancellationToken);
}
