using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer;
using Sim.Fences;
using Sim.Plots;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary>The steps of the tour; each writes its results, says what they mean, and tells whether it ended as expected.</summary>
/// <param name="terminal">Where the text goes.</param>
/// <param name="folder">Where the results go.</param>
internal sealed class TourSteps(SimTerminal terminal, ResultFolder folder)
{
    private const int RunOps = 20_000;

    private readonly Scenario _run = Cceh(threads: 1, RunOps, keys: RunOps);
    private readonly Scenario _exploration = Cceh(threads: 2, ops: 2, keys: 2);

    /// <summary>Runs CCEH in simulated time.</summary>
    public bool RunTimed()
    {
        RunResult result = RunCommand.RunTimed(_run, terminal);
        CauseCost dearest = result.Causes.MaxBy(cause => cause.Cycles) ?? new CauseCost("nothing", 0);
        Say(RunText.Headline(result));
        Say($"Learned: '{dearest.Cause}' takes {Quantity.Share(dearest.Cycles, result.TotalCycles)} of the time; an insert executes "
            + $"{Quantity.Decimal(result.FlushesPerOp)} flushes and {Quantity.Decimal(result.FencesPerOp)} fences.");
        folder.WriteJson("1-timed", result, json => json.RunResult);
        ShowFigure(folder.WriteFigure("1-timed-latency", RunFigures.LatencyDistribution(result)));
        ShowFigure(folder.WriteFigure("1-timed-causes", RunFigures.CostByCause(result)));
        return IsExpected(TourExpectations.OfTimed(result));
    }

    /// <summary>Runs CCEH on a mapped file, in wall-clock time.</summary>
    public bool RunReal()
    {
        RunResult result = RunCommand.RunReal(_run, path: null, terminal.Stop);
        Say(RunText.Headline(result));
        Say($"Learned: the same code, unchanged, leaves the model, and flushes with {result.FlushInstruction}. Durability here: {result.Durability}.");
        folder.WriteJson("2-real", result, json => json.RunResult);
        ShowFigure(folder.WriteFigure("2-real-latency", RunFigures.LatencyDistribution(result)));
        return IsExpected(TourExpectations.OfReal(result));
    }

    /// <summary>Explores the correct structure, which must hold.</summary>
    public bool ExploreCorrect()
    {
        ExploreResult result = ExploreCommand.Explore(_exploration, terminal).Result;
        Say(ExploreText.Headline(result));
        Say($"Learned: {Quantity.Count(result.States)} states stand for {Quantity.Count(result.CrashImagesRepresented)} crash images; "
            + $"deciding them took {Quantity.Of(result.CodeRuns, "run")} of operations and {Quantity.Count(result.RecoveriesRun)} of recovery, "
            + $"{Quantity.Decimal(result.Seconds)} s.");
        folder.WriteJson("3-explore", result, json => json.ExploreResult);
        return IsExpected(TourExpectations.OfCorrect(result));
    }

    /// <summary>Explores a mutant, which must be caught.</summary>
    public bool ExploreMutant()
    {
        ExploreReport report = ExploreCommand.Explore(_exploration with { MutantName = "commit-unflushed" }, terminal);
        ExploreResult result = report.Result;
        Say(ExploreText.Headline(result));
        if (report.Counterexample is { } counterexample)
        {
            string file = folder.WriteCounterexample("4-counterexample", counterexample);
            result = result with { Counterexample = file };
            Say($"Learned: without the flush of a committed pair, {counterexample.Summary}.");
            ShowFigure(Path.ChangeExtension(file, ".png"));
            Say($"replay: sim replay {file}");
        }
        folder.WriteJson("4-explore-mutant", result, json => json.ExploreResult);
        return IsExpected(TourExpectations.OfMutant(report));
    }

    /// <summary>Prices every flush and fence.</summary>
    public bool AnalyzeFences()
    {
        FenceReport report = FencesCommand.Analyze(_exploration, terminal, FencesCommand.DefaultTimedOps);
        (FenceResult result, string figure) = FencesCommand.WriteTo(folder, report, "5-fences");
        FenceText.Write(result, terminal.Output);
        terminal.Output.WriteLine();
        Say("Learned: each site marked needed has a counterexample that shows what breaks without it; "
            + $"{Quantity.Of(result.Sites.Count(site => !site.InCheapestSafeSet), "site")} can go together within this bound.");
        ShowFigure(figure);
        return IsExpected(TourExpectations.OfFences(report));
    }

    /// <summary>Writes the manifest.</summary>
    public void Finish(int exitCode) => folder.WriteManifest(terminal.Arguments, _exploration, exitCode);

    private static Scenario Cceh(int threads, int ops, int keys)
    {
        Platform platform = Platform.Load(ScenarioOptions.DefaultPlatform);
        return new Scenario { StructureName = "cceh", Platform = platform, Model = platform.Model, Threads = threads, Ops = ops, Keys = keys };
    }

    // A step that was stopped did not fail: the tour is cut short.
    private bool IsExpected(string? reason)
    {
        if (reason is null || terminal.Stop.IsCancellationRequested) { return true; }
        Say($"NOT AS EXPECTED: {reason}.");
        return false;
    }

    private void Say(string text) => Paragraph.Write(terminal.Output, text, indent: 2);

    private void ShowFigure(string path) => Say($"figure: {path}");
}
