using System.CommandLine;
using System.Diagnostics;
using Sim.Experiments.Output;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench explorer</c>: transitions per second of equal explorations.</summary>
internal static class BenchExplorerCommand
{
    // Tiered compilation has then replaced everything that an exploration spends time in; the first one is twenty times slower.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<int> repetitions = ValueOptions.Count("--repetitions", "Explorations to measure, after 2 s of them to warm up.", 100);
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("explorer", "Speed of the explorer: sorted-list, 3 threads x 1 insert.",
            "sim bench explorer", "sim bench explorer --repetitions 300 --json -") { repetitions };
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            ResultOutput output = outputOptions.Open(parsed, terminal);
            Scenario scenario = new()
            {
                StructureName = "sorted-list",
                Platform = Platform.Load(ScenarioOptions.DefaultPlatform),
                Model = "px86-line",
                Threads = 3,
                Ops = 1,
                Keys = 3,
            };
            return Report(Measure(scenario, parsed.GetValue(repetitions), terminal), scenario, output, terminal);
        });
        return command;
    }

    private static ExplorerSpeed Measure(Scenario scenario, int repetitions, SimTerminal terminal)
    {
        long start = Stopwatch.GetTimestamp();
        do { _ = Explore(); }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);
        List<ExploreResult> runs = [];
        while (runs.Count < repetitions) { runs.Add(Explore()); }
        return ExplorerSpeed.Of(runs);

        ExploreResult Explore()
        {
            ExploreResult result = ExploreCommand.Explore(scenario, terminal, workloads: "insert").Result;
            terminal.Stop.ThrowIfCancellationRequested();
            return result;
        }
    }

    private static int Report(ExplorerSpeed speed, Scenario scenario, ResultOutput output, SimTerminal terminal)
    {
        output.Text.WriteLine($"{Quantity.Rate(speed.TransitionsPerSecondMedian, "transitions")}: {speed.Structure}, {scenario.Bound}, "
            + $"median of {Quantity.Of(speed.Repetitions, "repetition")}");
        new ReportTable().Name("explored").Number("value")
            .Row("states", Quantity.Count(speed.States))
            .Row("transitions", Quantity.Count(speed.Transitions))
            .Row("operation runs", Quantity.Count(speed.CodeRuns))
            .Row("recoveries run", Quantity.Count(speed.RecoveriesRun))
            .Row("slowest", Quantity.Rate(speed.TransitionsPerSecondMin, "transitions"))
            .Row("fastest", Quantity.Rate(speed.TransitionsPerSecondMax, "transitions"))
            .Row("time of one, median", Quantity.Duration(speed.SecondsMedian * 1e9))
            .WriteTo(output.Text);
        output.WriteJson(speed, json => json.ExplorerSpeed);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", speed, json => json.ExplorerSpeed);
            folder.WriteManifest(terminal.Arguments, scenario, ExitCode.Holds);
        }
        return ExitCode.Holds;
    }
}
