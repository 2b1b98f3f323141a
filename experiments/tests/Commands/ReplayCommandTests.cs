using Sim.Structures;

namespace Sim.Experiments.Tests.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public ReplayCommandTests()
    {
        string mutant = StructureCatalogue.Create("one-line-log", StructureScale.Small).Mutants[0].Name;
        Assert.Equal(1, Invocation.Of("explore", "one-line-log", "--mutant", mutant, "--out", _folder["bug"]).ExitCode);
        _file = _folder["bug/counterexample.json"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_counterexample_shows_again()
    {
        Invocation sim = Invocation.Of("replay", _file);

        Assert.Equal((1, ""), (sim.ExitCode, sim.Error));
        Assert.StartsWith("REPRODUCED ", sim.FirstLine, StringComparison.Ordinal);
        Assert.True(Invocation.Of("replay", _file, "--json", "-").Json.GetProperty("reproduced").GetBoolean());
    }

    [Fact]
    public void A_file_of_another_version_is_refused_and_stays_as_it_was()
    {
        string changed = File.ReadAllText(_file).Replace("\"version\": 2", "\"version\": 3", StringComparison.Ordinal);
        File.WriteAllText(_file, changed);

        Invocation.Of("replay", _file).AssertRefused("counterexample.json: version is 3, expected 2");

        Assert.Equal(changed, File.ReadAllText(_file));
    }

    [Theory]
    [InlineData("", "other.json:1: ")]
    [InlineData("{\n\"version\": 2,\n\"structure\": }", "other.json:3: ")]
    [InlineData("[1, 2]", "other.json: has no field 'version': not a counterexample of Sim")]
    [InlineData("{\"version\": \"new\"}", "other.json: version is \"new\", expected 2")]
    [InlineData("{\"version\": 2}", "other.json:1: ")]
    public void A_malformed_file_is_refused_with_its_place(string content, string reason)
    {
        File.WriteAllText(_folder["other.json"], content);

        Invocation.Of("replay", _folder["other.json"]).AssertRefused(reason);
    }

    [Theory]
    [InlineData("\"structure\": \"one-line-log\"", "\"structure\": \"btree\"", "unknown structure 'btree'")]
    [InlineData("\"mutant\": \"", "\"mutant\": \"un", "unknown mutant 'un")]
    [InlineData("\"steps\": [", "\"steps\": null, \"other\": [", "counterexample.json:")]
    public void A_file_with_a_wrong_field_is_refused(string correct, string wrong, string reason)
    {
        File.WriteAllText(_file, File.ReadAllText(_file).Replace(correct, wrong, StringComparison.Ordinal));

        Invocation.Of("replay", _file).AssertRefused(reason);
    }

    [Fact]
    public void A_missing_file_is_refused() => Invocation.Of("replay", _folder["nothing.json"]).AssertRefused("cannot read");
}
