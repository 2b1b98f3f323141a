using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class LitmusTests
{
    private static readonly string DataFolder = Path.Combine(AppContext.BaseDirectory, "litmus");

    private static IEnumerable<string> X86Files => Directory.GetFiles(DataFolder).Order(StringComparer.Ordinal)
        .Where(file => LitmusParser.ReadFile(file).Architecture == LitmusArchitecture.X86);

    public static TheoryData<string, string> FilesAndModels
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string file in X86Files)
            {
                foreach (string model in LitmusProgram.Read(file).Outcomes.Keys)
                {
                    rows.Add(Path.GetFileNameWithoutExtension(file), model);
                }
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(FilesAndModels))]
    public void The_explorer_finds_exactly_the_outcomes_of_the_model(string file, string model)
    {
        LitmusProgram litmus = LitmusProgram.Read(Path.Combine(DataFolder, file + ".litmus"));

        SortedSet<string> outcomes = Explore(litmus, model);

        Assert.Equal(litmus.Outcomes[model], outcomes);
        Assert.Equal(litmus.Verdicts[model], outcomes.Any(litmus.Exists.IsSatisfiedBy));
    }

    [Fact]
    public void There_are_133_x86_tests_with_462_outcome_sets() =>
        Assert.Equal((133, 462), (X86Files.Count(), FilesAndModels.Count));

    private static SortedSet<string> Explore(LitmusProgram litmus, string model)
    {
        ExploreOptions options = new()
        {
            // TSO without crashes is eADR: what is visible is what a crash leaves.
            Model = model switch { "sc" => "strict", "tso" => "eadr", _ => model },
            NestedCrashes = litmus.Kind == "crash2" ? 1 : 0,
            CollectsOutcomesOnly = true,
        };
        ExploreReport report = StructureExplorer.Explore(new LitmusStructure(litmus), options, TestContext.Current.CancellationToken);
        Assert.Equal("complete", report.Result.Completeness);
        return new SortedSet<string>(report.Outcomes.Where(IsOutcome), StringComparer.Ordinal);
    }

    // That a second crash may leave another state than recovery has shown is no outcome of its own.
    private static bool IsOutcome(string text) =>
        text != LitmusStructure.Unfinished && !text.Contains("then after a second crash", StringComparison.Ordinal);
}
