using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench</c>: how fast Sim itself is, in wall-clock time of this machine.</summary>
internal static class BenchCommand
{
    // One exploration takes a tenth of a second, less than the JIT takes to optimise what it runs.
    private const int WarmUps = 5;

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal) =>
        new("bench", "Measure Sim itself, in wall-clock time of this machine.") { CreateExplorer(terminal) };

    private static CommandWithExamples CreateExplorer(SimTerminal terminal)
    {
        Option<int> repetitions = ValueOptions.Count("--repetitions", $"Explorations to measure, after {WarmUps} to warm up.", 9);
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("explorer", "Speed of the explorer: sorted-list, 3 threads x 1 insert.",
            "sim bench explorer", "sim bench explorer --repetitions 25 --json -") { repetitions };
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
        for (int warmUp = 0; warmUp < WarmUps; warmUp++) { _ = Explore(); }
        List<ExploreResult> runs = [];
        while (runs.Count < repetitions && !terminal.Stop.IsCancellationRequested) { runs.Add(Explore()); }
        terminal.Stop.ThrowIfCancellationRequested();
        return ExplorerSpeed.Of(runs);

        ExploreResult Explore() => ExploreCommand.Explore(scenario, terminal, workloads: "insert").Result;
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
            .Row("time of one, median", $"{Quantity.Decimal(speed.SecondsMedian)} s")
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
