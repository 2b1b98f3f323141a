using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class LitmusTests
{
    public static TheoryData<string, string> FilesAndModels => Rows(_ => true);

    public static TheoryData<string, string> X86FilesAndModels => Rows(test => test.Architecture == LitmusArchitecture.X86);

    [Theory]
    [MemberData(nameof(FilesAndModels))]
    public void The_runner_finds_exactly_the_outcomes_of_the_model(string file, string model)
    {
        LitmusTest test = LitmusFiles.Read(file);

        LitmusRun run = LitmusRunner.Run(test, model, TestContext.Current.CancellationToken);

        Assert.Equal(test.Outcomes[model].Order(StringComparer.Ordinal), run.Outcomes);
        Assert.Equal(test.Verdicts.Single(verdict => verdict.Model == model).IsAllowed, run.IsAllowed);
    }

    [Theory]
    [MemberData(nameof(X86FilesAndModels))]
    public void The_explorer_finds_the_same_when_the_test_is_a_structure(string file, string model)
    {
        LitmusTest test = LitmusFiles.Read(file);

        Assert.Equal(test.Outcomes[model].Order(StringComparer.Ordinal), ExploreAsStructure(test, model));
    }

    private static TheoryData<string, string> Rows(Func<LitmusTest, bool> isWanted)
    {
        TheoryData<string, string> rows = [];
        foreach (string file in LitmusFiles.Names)
        {
            LitmusTest test = LitmusFiles.Read(file);
            if (!isWanted(test)) { continue; }
            foreach (string model in test.Outcomes.Keys) { rows.Add(file, model); }
        }
        return rows;
    }

    private static SortedSet<string> ExploreAsStructure(LitmusTest test, string model)
    {
        ExploreOptions options = new()
        {
            // TSO without crashes is eADR: what is visible is what a crash leaves.
            Model = model switch { "sc" => "strict", "tso" => "eadr", _ => model },
            NestedCrashes = test.Kind == LitmusKind.Crash2 ? 1 : 0,
            CollectsOutcomesOnly = true,
        };
        ExploreReport report = StructureExplorer.Explore(new LitmusStructure(test), options, TestContext.Current.CancellationToken);
        Assert.Equal("complete", report.Result.Completeness);
        return new SortedSet<string>(report.Outcomes.Where(IsOutcome), StringComparer.Ordinal);
    }

    // That a second crash may leave another state than recovery has shown is no outcome of its own.
    private static bool IsOutcome(string text) =>
        text != LitmusStructure.Unfinished && !text.Contains("then after a second crash", StringComparison.Ordinal);
}
