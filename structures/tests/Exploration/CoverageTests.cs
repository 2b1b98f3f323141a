using System.Text.RegularExpressions;
using Sim.CacheModel;
using Sim.Explorer;
using Sim.Simulator.Mutation;

namespace Sim.Structures.Tests;

/// <summary>Every persist step that the source names is reached by exploration: a defect in a step that is not cannot be found.</summary>
public sealed partial class CoverageTests
{
    public static TheoryData<string, string> Folders => new()
    {
        { "clht", "Clht" },
        { "fast-fair", "FastFair" },
        { "unlinked-queue", "UnlinkedQueue" },
        { "linked-queue", "LinkedQueue" },
        { "queue", "Queues" },
        { "sorted-list", "Sets" },
        { "cceh", "Cceh" },
    };

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_persist_step_is_reached(string name, string folder)
    {
        SiteSurvey survey = new();
        SurveyedStructure structure = new(StructureCatalogue.Create(name, StructureScale.Small), survey);
        foreach ((int threads, int ops) in new[] { (1, 2), (2, 1) })
        {
            StructureExplorer.Explore(structure, new ExploreOptions { Threads = threads, Ops = ops }, TestContext.Current.CancellationToken);
        }
        HashSet<string> reached = [.. survey.Sites.Where(site => site.Site.Kind is EventKind.Flush or EventKind.Fence or EventKind.NonTemporalStore)
            .Select(site => site.Site.Label)];

        Assert.Empty(StepsIn(folder).Except(reached));
    }

    private static IEnumerable<string> StepsIn(string folder)
    {
        DirectoryInfo root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Sim.sln"))) { root = root.Parent!; }
        string source = Path.Combine(root.FullName, "structures", "src", folder);
        return from file in Directory.EnumerateFiles(source, "*.cs")
               from Match call in PersistCall().Matches(File.ReadAllText(file))
               from Capture label in call.Groups["label"].Captures
               select label.Value;
    }

    // The labels are the string literals among the arguments of a call that persists.
    [GeneratedRegex("""\.(?:Persist|Flush|Fence|StoreNonTemporal|WriteBack)\((?:[^";]*?"(?<label>[^"]+)")+[^";]*;""")]
    private static partial Regex PersistCall();
}
