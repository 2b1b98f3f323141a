using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Plots;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim run</c>: a structure at full size, on the timing model or on a real mapping.</summary>
/// <remarks>A run that is stopped has no result: figures of a part of it would be those of another run.</remarks>
internal static class RunCommand
{
    private const string Timed = "timed";
    private const string Real = "real";

    // A named pool is made for repetitions of the run that makes it.
    private const int RunsPerPool = 10;

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        ScenarioOptions options = new(threads: 1, ops: 10_000, keys: ScenarioOptions.DistinctKeys);
        Option<string> mapping = new("--mapping")
        {
            HelpName = $"{Timed}|{Real}",
            Description = "Simulated time on the platform's timing model, or wall-clock time on a mapped file of this machine.",
            DefaultValueFactory = _ => Timed,
        };
        mapping.AcceptOnlyFromAmong(Timed, Real);
        Option<string?> file = ValueOptions.Text("--file", "PATH",
            "With '--mapping real': the pool file, created, or opened and recovered if it exists. Without it a temporary file.");
        CommandWithExamples command = new("run", "Run a structure: throughput, latency, and what the time went into.",
            "sim run cceh",
            "sim run queue --threads 4 --platform optane-g2-eadr --out results/queue",
            "sim run cceh --mapping real --file /dev/shm/cceh.pool");
        options.AddTo(command);
        command.Options.Add(mapping);
        command.Options.Add(file);
        command.SetAction(parsed =>
        {
            Scenario scenario = options.ReadScenario(parsed);
            bool isReal = parsed.GetValue(mapping) == Real;
            string? path = parsed.GetValue(file);
            if (path is not null && !isReal) { throw new InputException("--file needs '--mapping real'"); }
            if (isReal && scenario.MutantName is not null)
            {
                // A real mapping is not checked: a stray pointer of a mutant would end the process.
                throw new InputException("--mutant cannot run on a real mapping: use '--mapping timed' or 'sim explore'");
            }
            ResultOutput output = options.OpenOutput(parsed, terminal);
            RunResult result = isReal ? RunReal(scenario, path, terminal.Stop) : RunTimed(scenario, terminal);
            return Report(result, scenario, output, terminal);
        });
        return command;
    }

    /// <summary>Runs on the timing model.</summary>
    public static RunResult RunTimed(Scenario scenario, SimTerminal terminal)
    {
        TimedRunOptions options = new() { Threads = scenario.Threads, Ops = scenario.Ops, Keys = scenario.Keys, Seed = scenario.Seed };
        RunResult result = terminal.WithProgress($"{scenario.Subject} on {scenario.Platform.Name}", _ =>
            TimedRunner.Run(scenario.CreateStructure(StructureScale.Paper), scenario.Platform, options, terminal.Stop));
        return result with
        {
            Mutant = scenario.MutantName,
            PlatformParameters = scenario.Platform.Values.Count,
            PlatformAssumptions = scenario.AssumptionCount,
        };
    }

    /// <summary>Runs on a real mapping.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="path">The pool file, or null for one that is deleted afterwards.</param>
    /// <param name="stop">Ends the run without a result.</param>
    public static RunResult RunReal(Scenario scenario, string? path, CancellationToken stop)
    {
        if (path is not null) { return RunOn(path, RunsPerPool); }
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sim-");
        try
        {
            return RunOn(Path.Combine(folder.FullName, "run.pool"), runsToHold: 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        RunResult RunOn(string file, int runsToHold) => RealRunner.Run(scenario.CreateStructure(StructureScale.Paper), file,
            scenario.Threads, scenario.Ops, scenario.Keys, scenario.Seed, runsToHold, stop);
    }

    private static int Report(RunResult result, Scenario scenario, ResultOutput output, SimTerminal terminal)
    {
        RunText.Write(result, output.Text);
        output.WriteJson(result, json => json.RunResult);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", result, json => json.RunResult);
            output.Text.WriteLine($"figure:  {folder.WriteFigure("latency", RunFigures.LatencyDistribution(result))}");
            if (result.Causes.Count > 0) { output.Text.WriteLine($"figure:  {folder.WriteFigure("causes", RunFigures.CostByCause(result))}"); }
            folder.WriteManifest(terminal.Arguments, scenario, ExitCode.Holds);
        }
        return ExitCode.Holds;
    }
}
