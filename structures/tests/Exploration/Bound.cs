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
    public static ExploreReport UntilViolated(IStructure mutant)
    {
        IEnumerable<ExploreReport> reports =
            from bound in new[] { (1, 1, "px86-line"), (1, 2, "px86-line"), (2, 1, "px86-line"), (2, 2, "px86-line"), (2, 1, "px86") }
            select Explore(mutant, new ExploreOptions { Threads = bound.Item1, Ops = bound.Item2, Keys = 2, NestedCrashes = 1, Model = bound.Item3 });
        IEnumerable<ExploreReport> lives = SecondLifeStructure.Of(mutant, keyCount: 2)
            .Select(life => Explore(life, new ExploreOptions { Threads = 1, Ops = 1, Keys = 2, NestedCrashes = 1 }));
        return reports.Take(4).Concat(lives).Concat(reports.Skip(4)).First(report => report.Counterexample is not null);
    }

    /// <summary>Three threads that insert one key each: thread 0 the least.</summary>
    public static ExploreReport ThreeInserts(IStructure list) =>
        Explore(list, new ExploreOptions { Threads = 3, Ops = 1, Keys = 3, NestedCrashes = 1, Workloads = ["insert"] });

    private static ExploreReport Explore(IStructure structure, ExploreOptions options) =>
        StructureExplorer.Explore(structure, options, TestContext.Current.CancellationToken);
}
