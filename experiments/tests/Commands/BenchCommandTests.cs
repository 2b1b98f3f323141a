using System.Text.Json;
using Sim.Experiments.Reports;
using Sim.Simulator.Results;

namespace Sim.Experiments.Tests.Commands;

public sealed class BenchCommandTests
{
    [Fact]
    public void The_speed_of_the_explorer_is_measured_on_one_core_and_on_two_with_its_memory()
    {
        JsonElement speed = Invocation.Of("bench", "explorer", "--repetitions", "1", "--large-repetitions", "1", "--json", "-").Json;

        Assert.Equal(("sorted-list", 3, 1, 1), (speed.GetProperty("structure").GetString(), speed.GetProperty("threads").GetInt32(),
            speed.GetProperty("ops").GetInt32(), speed.GetProperty("repetitions").GetInt32()));
        Assert.Equal((10_054, 31_037, 30, 12), (speed.GetProperty("states").GetInt64(), speed.GetProperty("transitions").GetInt64(),
            speed.GetProperty("codeRuns").GetInt64(), speed.GetProperty("recoveriesRun").GetInt64()));
        Assert.Equal((4, 2_906_784L), (speed.GetProperty("largeThreads").GetInt32(), speed.GetProperty("largeTransitions").GetInt64()));
        Assert.Equal(speed.GetProperty("transitions").GetInt64() / speed.GetProperty("secondsMedian").GetDouble(),
            speed.GetProperty("transitionsPerSecondPerCore").GetDouble(), 1e-6 * speed.GetProperty("transitionsPerSecondPerCore").GetDouble());
        Assert.True(speed.GetProperty("twoCoreSpeedup").GetDouble() > 0);
        Assert.InRange(speed.GetProperty("bytesPerState").GetDouble(), 20, 64);
    }

    [Fact]
    public void The_speed_of_traces_is_measured_step_by_step()
    {
        JsonElement speed = Invocation.Of("bench", "traces", "--events", "1000", "--images", "500", "--json").Json;

        Assert.Equal(["write a trace 1000", "read a trace 1000", "info of a trace 1000", "check a trace 1000", "read a pmemcheck log 100", "info of a pmemcheck log 100",
            "images, checker in the process 500", "images, /bin/true 1"],
            speed.GetProperty("steps").EnumerateArray().Select(step => $"{step.GetProperty("name").GetString()} {step.GetProperty("count").GetInt64()}"));
    }

    [Fact]
    public void Every_mutant_of_a_structure_is_found_and_the_structure_itself_holds()
    {
        Invocation sim = Invocation.Of("bench", "mutants", "append-log");

        Assert.Equal(0, sim.ExitCode);
        Assert.Matches(@"^ALL FOUND (\d+) of \1 mutants, 1 of 1 structures hold: 2 threads x 2 operations, px86-line$", sim.FirstLine);
    }

    [Fact]
    public void A_mutant_without_a_violation_survives_and_a_violated_structure_does_not_hold()
    {
        MutantScore score = MutantScore.Of(Queue(null, "violated", seconds: 1), [Queue("found", "violated", seconds: 2), Queue("missed", "holds", seconds: 9)]);
        MutantScores scores = new([score]);

        using StringWriter text = new();
        MutantText.Write(scores, text);
        Assert.False(scores.IsPerfect);
        Assert.Equal(("missed", 9), (score.SlowestMutant, score.SlowestMutantSeconds));
        Assert.StartsWith("NOT ALL FOUND 1 of 2 mutants, 0 of 1 structures hold", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("survives: queue missed\n", text.ToString(), StringComparison.Ordinal);
    }

    private static ExploreResult Queue(string? mutant, string verdict, double seconds) => new()
    {
        Structure = "queue",
        Mutant = mutant,
        Platform = "optane-g1-adr",
        Model = "px86-line",
        Threads = 2,
        Ops = 2,
        Keys = 2,
        Verdict = verdict,
        Completeness = "complete",
        Workloads = [],
        States = 1,
        Transitions = 1,
        CrashImagesRepresented = 1,
        CrashImagesDecided = 1,
        RecoveriesRun = 1,
        CodeRuns = 1,
        DistinctOutcomes = 1,
        NestedCrashes = 1,
        Seconds = seconds,
        PeakMemoryBytes = 1,
    };
}
