using System.CommandLine;
using System.Diagnostics;
using Sim.Experiments.Output;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench explorer</c>: speed on one core and on two, and memory, of equal explorations.</summary>
internal static class BenchExplorerCommand
{
    // Tiered compilation has then replaced everything that an exploration spends time in; the first one is twenty times slower.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<int> repetitions = ValueOptions.Count("--repetitions", "Small explorations to measure, after 2 s of them to warm up.", 100);
        Option<int> large = ValueOptions.Count("--large-repetitions", "Large explorations to measure, on one core and on two in turn.", 3);
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("explorer", "Speed and memory of the explorer: sorted-list, inserts of 3 and of 4 threads.",
            "sim bench explorer", "sim bench explorer --repetitions 300 --json -") { repetitions, large };
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            ResultOutput output = outputOptions.Open(parsed, terminal);
            return Report(Measure(parsed.GetValue(repetitions), parsed.GetValue(large), terminal), output, terminal);
        });
        return command;
    }

    private static Scenario Inserts(int threads) => new()
    {
        StructureName = "sorted-list",
        Platform = Platform.Load(ScenarioOptions.DefaultPlatform),
        Model = "px86-line",
        Threads = threads,
        Ops = 1,
        Keys = threads,
    };

    private static ExplorerSpeed Measure(int repetitions, int largeRepetitions, SimTerminal terminal)
    {
        long start = Stopwatch.GetTimestamp();
        do { _ = Explore(threads: 3, workers: 1); }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);
        List<ExploreResult> small = [];
        List<ExploreResult> alone = [];
        List<ExploreResult> together = [];
        while (small.Count < repetitions) { small.Add(Explore(threads: 3, workers: 1)); }
        // In turn, so that both see the same disturbances.
        while (alone.Count < largeRepetitions)
        {
            alone.Add(Explore(threads: 4, workers: 1));
            together.Add(Explore(threads: 4, workers: 2));
        }
        return ExplorerSpeed.Of(small, alone, together);

        ExploreResult Explore(int threads, int workers)
        {
            ExploreResult result = ExploreCommand.Explore(Inserts(threads), terminal, new ExploreOptions { Workloads = ["insert"], Workers = workers }).Result;
            terminal.Stop.ThrowIfCancellationRequested();
            return result;
        }
    }

    private static int Report(ExplorerSpeed speed, ResultOutput output, SimTerminal terminal)
    {
        output.Text.WriteLine($"{Quantity.Rate(speed.TransitionsPerSecondPerCore, "transitions")} per core: {speed.Structure}, "
            + $"{Inserts(speed.Threads).Bound}, median of {Quantity.Of(speed.Repetitions, "repetition")}");
        new ReportTable().Name("explored").Number("3 threads").Number("4 threads")
            .Row("states", Quantity.Count(speed.States), Quantity.Count(speed.LargeStates))
            .Row("transitions", Quantity.Count(speed.Transitions), Quantity.Count(speed.LargeTransitions))
            .Row("operation runs", Quantity.Count(speed.CodeRuns), "")
            .Row("recoveries run", Quantity.Count(speed.RecoveriesRun), "")
            .Row("one core", Quantity.Rate(speed.TransitionsPerSecondPerCore, "transitions"), Quantity.Rate(speed.LargeTransitionsPerSecondOneCore, "transitions"))
            .Row("slowest", Quantity.Rate(speed.TransitionsPerSecondMin, "transitions"), "")
            .Row("fastest", Quantity.Rate(speed.TransitionsPerSecondMax, "transitions"), "")
            .Row("two cores", "", Quantity.Rate(speed.LargeTransitionsPerSecondTwoCores, "transitions"))
            .Row("speedup", "", Quantity.Decimal(speed.TwoCoreSpeedup))
            .Row("bytes per state", "", Quantity.Decimal(speed.BytesPerState))
            .Row("time of one, median", Quantity.Duration(speed.SecondsMedian * 1e9),
                Quantity.Duration(speed.LargeTransitions / speed.LargeTransitionsPerSecondOneCore * 1e9))
            .WriteTo(output.Text);
        output.WriteJson(speed, json => json.ExplorerSpeed);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", speed, json => json.ExplorerSpeed);
            folder.WriteManifest(terminal.Arguments, Inserts(speed.Threads), ExitCode.Holds);
        }
        return ExitCode.Holds;
    }
}
