using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class ListCommandTests
{
    [Fact]
    public void It_lists_structures_mutants_and_platforms_in_100_columns()
    {
        Invocation sim = Invocation.Of("list");

        Assert.Equal(0, sim.ExitCode);
        Assert.Matches(@"^\d+ structures, \d+ mutants, \d+ platforms$", sim.FirstLine);
        Assert.Contains("  sorted-list ", sim.Output, StringComparison.Ordinal);
        Assert.Contains("  optane-g1-adr ", sim.Output, StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("list", "--json")]
    [InlineData("list", "--json", "-")]
    public void Its_JSON_names_what_the_other_commands_accept(params string[] args)
    {
        JsonElement list = Invocation.Of(args).Json;

        JsonElement cceh = Assert.Single(list.GetProperty("structures").EnumerateArray(), one => one.GetProperty("name").GetString() == "cceh");
        Assert.NotEqual("", cceh.GetProperty("source").GetString());
        Assert.NotEmpty(cceh.GetProperty("operations").EnumerateArray());
        Assert.NotEqual("", cceh.GetProperty("mutants")[0].GetProperty("description").GetString());
        Assert.Contains(list.GetProperty("platforms").EnumerateArray(), one => one.GetProperty("name").GetString() == "optane-g1-adr"
            && one.GetProperty("model").GetString() == "px86-line");
    }

    [Fact]
    public void Every_structure_has_mutants() => Assert.All(Catalogue.Create().Structures, structure => Assert.NotEmpty(structure.Mutants));
}
