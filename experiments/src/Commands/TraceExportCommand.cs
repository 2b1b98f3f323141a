using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Simulator;
using Sim.Simulator.Traces;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace export</c>: a structure of the project as a trace.</summary>
internal static class TraceExportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        ScenarioOptions options = new(threads: 1, ops: 8, keys: 8);
        Option<string> target = new("--file") { HelpName = "FILE", Description = "The trace file to write.", Required = true };
        CommandWithExamples command = new("export", "Write what a structure does as a trace, on one thread.",
            "sim trace export cceh --ops 8 --file cceh.simtrace");
        options.AddTo(command);
        command.Options.Add(target);
        command.SetAction(parsed =>
        {
            Scenario scenario = options.ReadScenario(parsed);
            if (scenario.Threads != 1) { throw new InputException($"--threads is {scenario.Threads}, a structure is exported with 1"); }
            string output = parsed.GetRequiredValue(target);
            IStructure structure = scenario.CreateStructure(StructureScale.Small);
            Operation[] operations = [.. Enumerable.Range(0, scenario.Ops).Select(index => structure.TimedOperation(0, index, scenario.Keys, scenario.Seed))];
            long events = 0;
            AtomicFile.Write(output, stream => events = StructureTrace.Write(structure, operations, stream));
            terminal.Output.WriteLine($"{output}: {Quantity.Of(operations.Length, "operation")}, {Quantity.Of(events, "event")}");
            return ExitCode.Holds;
        });
        return command;
    }
}
