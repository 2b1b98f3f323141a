using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class MutantsCommandTests
{
    [Fact]
    public void It_finds_every_mutant_of_a_catalogue_and_flags_nothing()
    {
        Invocation sim = Invocation.Of("mutants", "one-line-log", "--quick", "--json", "-");

        Assert.Equal(0, sim.ExitCode);
        JsonElement result = sim.Json;
        Assert.Equal((1, 9, 9, 0, 0, 0), (Int("structures"), Int("mutants"), Int("found"), Int("equivalent"), Int("survived"), Int("falseAlarms")));

        int Int(string name) => result.GetProperty(name).GetInt32();
    }

    [Fact]
    public void It_lists_the_persist_sites_reached_and_applies_generic_operators_in_100_columns()
    {
        Invocation sim = Invocation.Of("mutants", "one-line-log", "--sites");

        Assert.Equal(0, sim.ExitCode);
        Assert.StartsWith("NONE SURVIVES ", sim.FirstLine, StringComparison.Ordinal);
        Assert.Contains("m1@OneLineLog.cs:", sim.Output, StringComparison.Ordinal);
        Assert.Contains("one-line-log: persist site", sim.Output, StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n').Skip(2), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void A_generic_mutant_is_explored_by_its_name()
    {
        Invocation sim = Invocation.Of("explore", "one-line-log", "--mutant", "m10@20");

        Assert.Equal(2, sim.ExitCode);
        Assert.StartsWith("sim: unknown mutant 'm10@20'", sim.Error, StringComparison.Ordinal);
    }
}
