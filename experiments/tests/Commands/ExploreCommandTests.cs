using System.Text.Json;
using Sim.Structures;

namespace Sim.Experiments.Tests.Commands;

public sealed class ExploreCommandTests
{
    private static readonly string Mutant = StructureCatalogue.Create("one-line-log", StructureScale.Small).Mutants[0].Name;

    [Fact]
    public void A_correct_structure_holds()
    {
        Invocation sim = Invocation.Of("explore", "one-line-log");

        Assert.Equal((0, ""), (sim.ExitCode, sim.Error));
        Assert.Equal("HOLDS durable linearizability: one-line-log, 2 threads x 2 operations, px86-line, complete", sim.FirstLine);
    }

    [Fact]
    public void A_mutant_is_a_violation_with_a_counterexample_to_replay_and_to_look_at()
    {
        using TemporaryFolder folder = new();

        Invocation sim = Invocation.Of("explore", "one-line-log", "--mutant", Mutant, "--out", folder["bug"]);

        Assert.Equal((1, ""), (sim.ExitCode, sim.Error));
        Assert.StartsWith("VIOLATION ", sim.FirstLine, StringComparison.Ordinal);
        Assert.Contains($"replay:  sim replay {folder["bug/counterexample.json"]}\n", sim.Output, StringComparison.Ordinal);
        Assert.Superset(new HashSet<string> { "bug/counterexample.json", "bug/counterexample.png", "bug/counterexample.svg",
            "bug/counterexample.txt", "bug/manifest.json", "bug/result.json" }, folder.Files.ToHashSet());
        JsonElement result = JsonDocument.Parse(File.ReadAllText(folder["bug/result.json"])).RootElement;
        Assert.Equal((Mutant, "violated"), (result.GetProperty("mutant").GetString(), result.GetProperty("verdict").GetString()));
        Assert.Equal(folder["bug/counterexample.json"], result.GetProperty("counterexample").GetString());
    }

    [Fact]
    public void JSON_carries_the_verdict_and_what_it_covered()
    {
        JsonElement result = Invocation.Of("explore", "one-line-log", "--json", "-").Json;

        Assert.Equal(("holds", "complete", "px86-line"), (result.GetProperty("verdict").GetString(),
            result.GetProperty("completeness").GetString(), result.GetProperty("model").GetString()));
        string[] counts = ["states", "transitions", "crashImagesRepresented", "crashImagesDecided", "recoveriesRun", "codeRuns", "distinctOutcomes"];
        Assert.All(counts, count => Assert.True(result.GetProperty(count).GetDouble() > 0, count));
    }

    [Fact]
    public void Another_model_can_be_asked_for() =>
        Assert.Equal("px86", Invocation.Of("explore", "one-line-log", "--threads", "1", "--model", "px86", "--json", "-").Json
            .GetProperty("model").GetString());

    [Fact]
    public void A_bound_on_states_cuts_short_and_never_claims_completeness()
    {
        Invocation sim = Invocation.Of("explore", "cceh", "--ops", "2", "--max-states", "10");

        Assert.Equal((3, ""), (sim.ExitCode, sim.Error));
        Assert.StartsWith("CUT SHORT by states without a violation so far: ", sim.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bound_on_memory_or_time_cuts_short_as_well()
    {
        Assert.StartsWith("CUT SHORT by memory ", Invocation.Of("explore", "cceh", "--memory", "1K").FirstLine, StringComparison.Ordinal);
        Assert.Equal("sim: --memory is '1X', expected a size such as 512M or 8G (see 'sim explore --help')\n", Invocation.Of("explore", "cceh", "--memory", "1X").Error);
        Assert.Equal("sim: --time is '0', expected a duration such as 90s, 5m or 2h (see 'sim explore --help')\n", Invocation.Of("explore", "cceh", "--time", "0").Error);
    }

    [Fact]
    public void The_result_does_not_depend_on_the_number_of_workers()
    {
        string[] texts = [.. new[] { "1", "3" }.Select(workers => Timeless(Invocation.Of("explore", "queue", "--workers", workers, "--json", "-").Output))];
        Assert.Equal(texts[0], texts[1]);

        static string Timeless(string json) =>
            string.Join('\n', json.Split('\n').Where(line => !line.Contains("\"seconds\"", StringComparison.Ordinal) && !line.Contains("MemoryBytes", StringComparison.Ordinal)));
    }

    [Fact]
    public void Ctrl_C_gives_a_valid_partial_result_and_exit_code_3()
    {
        Invocation sim = Invocation.Of(new CancellationToken(canceled: true), "explore", "cceh", "--ops", "2", "--json", "-");

        Assert.Equal((3, ""), (sim.ExitCode, sim.Error));
        Assert.Equal("cut short", sim.Json.GetProperty("completeness").GetString());
    }
}
