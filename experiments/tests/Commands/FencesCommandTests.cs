using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class FencesCommandTests
{
    private static readonly string[] Quick = ["fences", "append-log", "--threads", "1", "--timed-ops", "200"];

    [Fact]
    public void The_first_line_says_how_many_sites_can_go_and_what_that_saves()
    {
        Invocation sim = Invocation.Of(Quick);

        Assert.Equal((0, ""), (sim.ExitCode, sim.Error));
        Assert.Matches(@"^append-log on optane-g1-adr: \d+ of \d+ flush and fence sites can go, [\d,]+ -> [\d,]+ cycles/op \(-[\d.]+ %\)$",
            sim.FirstLine);
        Assert.Contains("can go within the explored bound, in the small geometry", string.Join(' ', sim.Output.Split('\n')), StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Every_needed_site_comes_with_a_counterexample_in_the_folder()
    {
        using TemporaryFolder folder = new();

        JsonElement result = Invocation.Of([.. Quick, "--json", "-", "--out", folder["fences"]]).Json;

        JsonElement[] needed = [.. result.GetProperty("sites").EnumerateArray().Where(site => site.GetProperty("verdict").GetString() == "needed")];
        Assert.NotEmpty(needed);
        Assert.Equal(("small", "paper"), (result.GetProperty("exploredGeometry").GetString(), result.GetProperty("timedGeometry").GetString()));
        Assert.All(needed, site => Assert.True(File.Exists(site.GetProperty("counterexample").GetString())));
        Assert.Superset(new HashSet<string> { "fences/fences-cost.png", "fences/fences-cost.svg", "fences/fences.json", "fences/manifest.json" },
            folder.Files.ToHashSet());
    }
}
