using Sim.Experiments.Tests.Samples;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Structures;

namespace Sim.Experiments.Tests;

public sealed class ReadmeTests
{
    private static readonly ExploreOptions Bound = new() { Model = "px86-line", Platform = "optane-g1-adr", Threads = 2, Ops = 2, Keys = 1 };

    [Fact]
    public void The_structure_in_the_README_is_the_one_that_is_compiled_here()
    {
        string readme = Read("README.md");
        string sample = Read("experiments/tests/Samples/CounterStructure.cs");

        Assert.Contains($"```csharp\n{sample}```\n", readme, StringComparison.Ordinal);
        Assert.InRange(sample.Split('\n').Length, 1, 60);
    }

    [Fact]
    public void The_structure_in_the_README_holds()
    {
        ExploreReport report = StructureExplorer.Explore(new CounterStructure(), Bound, TestContext.Current.CancellationToken);

        Assert.Equal(("holds", "complete"), (report.Result.Verdict, report.Result.Completeness));
    }

    [Fact]
    public void Its_mutant_is_caught()
    {
        IStructure counter = new CounterStructure();
        ExploreReport report = StructureExplorer.Explore(new MutantStructure(counter, StructureCatalogue.FindMutant(counter, "no-flush")), Bound,
            TestContext.Current.CancellationToken);

        Assert.Equal("violated", report.Result.Verdict);
        Assert.NotNull(report.Counterexample);
    }

    private static string Read(string file)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln"))) { folder = Path.GetDirectoryName(folder)!; }
        return File.ReadAllText(Path.Combine(folder, file));
    }
}
