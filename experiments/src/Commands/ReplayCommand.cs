using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Explorer;
using Sim.Plots;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim replay</c>: runs the code again along a counterexample's schedule and crash image.</summary>
internal static class ReplayCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = new("file") { Description = "A counterexample file that 'sim explore' or 'sim fences' wrote." };
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("replay", "Replay a counterexample against the code as it is now.",
            "sim replay results/explore-cceh-commit-unflushed/counterexample.json")
        {
            Note = "Exit code 1 if the violation shows again, 0 if it does not.",
        };
        command.Arguments.Add(file);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            Counterexample counterexample = CounterexampleFile.Read(parsed.GetRequiredValue(file));
            Scenario scenario = ScenarioOf(counterexample);
            IStructure structure = scenario.CreateStructure(StructureScale.Small);
            ResultOutput output = outputOptions.Open(parsed, terminal);
            ReplayReport report = CounterexampleReplay.Replay(structure, counterexample);
            return Report(report, counterexample, scenario, output, terminal);
        });
        return command;
    }

    private static Scenario ScenarioOf(Counterexample counterexample) => new()
    {
        StructureName = counterexample.Structure,
        MutantName = counterexample.Mutant,
        Platform = Platform.Load(counterexample.Platform),
        Model = counterexample.Model,
        Threads = counterexample.Threads,
        Ops = counterexample.Ops,
        Keys = counterexample.Keys,
    };

    private static int Report(ReplayReport report, Counterexample counterexample, Scenario scenario, ResultOutput output, SimTerminal terminal)
    {
        int exitCode = ExitCode.Of(report.Reproduced, isComplete: true);
        output.Text.WriteLine($"{(report.Reproduced ? "REPRODUCED" : "STALE")} {counterexample.Property}: {scenario.Subject}, {scenario.Bound}");
        output.Text.WriteLine(report.Summary);
        output.Text.WriteLine($"recovered {report.Recovered}, allowed {string.Join(" or ", counterexample.Allowed)}");
        output.Text.WriteLine();
        output.Text.WriteLine(CounterexampleText.Render(counterexample));
        ReplayResult result = new(report.Reproduced, counterexample.Property, scenario.StructureName, scenario.MutantName, report.Recovered,
            counterexample.Allowed, report.Summary);
        output.WriteJson(result, json => json.ReplayResult);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", result, json => json.ReplayResult);
            string written = folder.WriteCounterexample("counterexample", counterexample);
            output.Text.WriteLine($"picture: {Path.ChangeExtension(written, ".png")}");
            output.Text.WriteLine($"page:    {Path.ChangeExtension(written, ".html")}");
            folder.WriteManifest(terminal.Arguments, scenario, exitCode);
        }
        return exitCode;
    }
}
