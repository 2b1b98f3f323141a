using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures.Tests;

/// <summary>How far the tests explore.</summary>
internal static class Bound
{
    /// <summary>Two threads of two operations on two keys, all workloads, one crash in recovery.</summary>
    public static ExploreReport TwoByTwo(IStructure structure, string model = "px86-line") =>
        Explore(structure, new ExploreOptions { Model = model, Threads = 2, Ops = 2, Keys = 2, NestedCrashes = 1 });

    /// <summary>One thread of two operations on two keys.</summary>
    public static ExploreReport OneByTwo(IStructure structure) =>
        Explore(structure, new ExploreOptions { Threads = 1, Ops = 2, Keys = 2, NestedCrashes = 1 });

    /// <summary>One thread of five operations on three keys.</summary>
    public static ExploreReport OneByFive(IStructure structure, string model) =>
        Explore(structure, new ExploreOptions { Model = model, Threads = 1, Ops = 5, Keys = 3, NestedCrashes = 1 });

    /// <summary>The first violation of a mutant, the bound growing from one operation to two threads of two, then to second lives.</summary>
    public static (IStructure Subject, ExploreReport Report) UntilViolated(IStructure mutant)
    {
        IEnumerable<(IStructure, ExploreReport)> lives =
            from bound in new[] { (1, 1), (1, 2), (2, 1), (2, 2) }
            select (mutant, Explore(mutant, new ExploreOptions { Threads = bound.Item1, Ops = bound.Item2, Keys = 2, NestedCrashes = 1 }));
        IEnumerable<(IStructure, ExploreReport)> secondLives =
            from life in SecondLifeStructure.Of(mutant, keyCount: 2)
            select ((IStructure)life, Explore(life, new ExploreOptions { Threads = 1, Ops = 1, Keys = 2, NestedCrashes = 1 }));
        IEnumerable<(IStructure, ExploreReport)> wordsAlone = Enumerable.Repeat("px86", 1)
            .Select(model => (mutant, Explore(mutant, new ExploreOptions { Model = model, Threads = 2, Ops = 1, Keys = 2, NestedCrashes = 1 })));
        return lives.Concat(secondLives).Concat(wordsAlone).First(explored => explored.Item2.Counterexample is not null);
    }

    /// <summary>Three threads that insert one key each: thread 0 the least.</summary>
    public static ExploreReport ThreeInserts(IStructure list) =>
        Explore(list, new ExploreOptions { Threads = 3, Ops = 1, Keys = 3, NestedCrashes = 1, Workloads = ["insert"] });

    private static ExploreReport Explore(IStructure structure, ExploreOptions options) =>
        StructureExplorer.Explore(structure, options, TestContext.Current.CancellationToken);
}
