using Sim.Experiments.Commands;
using Sim.Experiments.Output;
using Sim.Explorer;
using Sim.Fences;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Tests.Commands;

public sealed class TourCommandTests
{
    private static readonly LatencyResult Latency = new(1, 1, 1, 1, 1, 1, [new LatencyBucket(0, 2, 20)]);
    private static readonly RunResult Real = new()
    {
        Structure = "cceh",
        Platform = "host",
        Mapping = "real",
        Threads = 2,
        Ops = 10,
        Keys = 1,
        Seed = 1,
        DurationNs = 1,
        ThroughputOpsPerSecond = 1,
        Latency = Latency,
        FlushesPerOp = 1,
        FencesPerOp = 1,
        LockedPerOp = 0,
        FlushInstruction = "clwb",
        Durability = "none",
    };
    private static readonly RunResult Timed = Real with
    {
        TotalCycles = 3,
        Causes = [new CauseCost("compute", 1), new CauseCost("fence wait", 2)],
        Sites = [new SiteCost("a", "sfence", "a", "A", "A.cs", 1, 1, 3)],
    };

    [Theory]
    [InlineData(true, 0, "TOUR COMPLETE: every step ended as expected.")]
    [InlineData(false, 1, "TOUR FAILED: a step did not end as expected.")]
    public void One_step_that_does_not_end_as_expected_fails_the_tour(bool isExpected, int exitCode, string lastLine)
    {
        using StringWriter output = new();
        int finishedWith = -1;

        int code = TourCommand.Walk(new SimTerminal(output, output, [], CancellationToken.None), code => finishedWith = code,
            ("first", () => isExpected), ("second", () => true));

        Assert.Equal((exitCode, exitCode), (code, finishedWith));
        Assert.EndsWith($"[2/2] second\n\n{lastLine}\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_are_expected_to_have_costs_that_sum_and_to_persist()
    {
        Assert.Null(TourExpectations.OfTimed(Timed));
        Assert.Equal("the run has no costs", TourExpectations.OfTimed(Real));
        Assert.Equal("the costs by cause do not sum to the cycles of the run", TourExpectations.OfTimed(Timed with { TotalCycles = 4 }));
        Assert.Equal("the costs by site do not sum to the cycles of the run",
            TourExpectations.OfTimed(Timed with { Sites = [Timed.Sites[0] with { Cycles = 2 }] }));
        Assert.Equal("the run executed no flush or no fence", TourExpectations.OfTimed(Timed with { FlushesPerOp = 0 }));
    }

    [Fact]
    public void A_real_run_is_expected_to_name_its_flush_and_to_measure_every_operation()
    {
        Assert.Null(TourExpectations.OfReal(Real));
        Assert.Equal("the run does not say how it flushes", TourExpectations.OfReal(Real with { FlushInstruction = null }));
        Assert.Equal("not every operation was measured", TourExpectations.OfReal(Real with { Ops = 11 }));
        Assert.Equal("the run executed no flush or no fence", TourExpectations.OfReal(Real with { FencesPerOp = 0 }));
    }

    [Fact]
    public void Explorations_and_analyses_are_expected_to_be_complete()
    {
        SimTerminal terminal = new(TextWriter.Null, TextWriter.Null, [], CancellationToken.None);
        Platform platform = Platform.Load(Platform.DefaultName);
        Scenario scenario = new() { StructureName = "one-line-log", Platform = platform, Model = platform.Model, Threads = 1, Ops = 1, Keys = 1 };
        ExploreReport correct = ExploreCommand.Explore(scenario, terminal);
        FenceReport fences = FencesCommand.Analyze(scenario, terminal, timedOps: 100);

        Assert.Null(TourExpectations.OfCorrect(correct.Result));
        Assert.Equal("the exploration is not complete", TourExpectations.OfCorrect(correct.Result with { Completeness = "cut short" }));
        Assert.Equal("the correct structure is violated", TourExpectations.OfCorrect(correct.Result with { Verdict = "violated" }));
        Assert.Equal("the mutant survived", TourExpectations.OfMutant(correct));
        Assert.Null(TourExpectations.OfFences(fences));
        Assert.Equal("the analysis is not complete",
            TourExpectations.OfFences(fences with { Result = fences.Result with { Completeness = "cut short" } }));
    }
}
