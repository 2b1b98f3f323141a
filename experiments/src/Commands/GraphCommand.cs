using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Explorer;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim graph</c>: the states and transitions of a small exploration, drawn.</summary>
internal static class GraphCommand
{
    private const int DefaultMaxStates = 250;

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        ScenarioOptions options = new(threads: 1, ops: 1, keys: 2);
        Option<string?> workload = ValueOptions.Text("--workload", "NAME", "The workload; by default the structure's first one.");
        Option<int> maxStates = ValueOptions.Count("--max-states", "The most states that the picture may have.", DefaultMaxStates);
        CommandWithExamples command = new("graph", "Draw all states and transitions of a small exploration.",
            "sim graph sorted-list",
            "sim graph one-line-log --threads 2 --max-states 400 --out results/states")
        {
            Note = "Writes state-graph as PNG, SVG, PDF and DOT: to --out, by default to results/graph-STRUCTURE[-MUTANT].",
        };
        options.AddTo(command);
        command.Options.Add(workload);
        command.Options.Add(maxStates);
        command.SetAction(parsed =>
        {
            Scenario scenario = options.ReadScenario(parsed);
            scenario.ThrowUnlessPersistent();
            ResultOutput output = options.OpenOutput(parsed, terminal);
            ExplorationSession session = new(scenario.CreateStructure(StructureScale.Small), new ExploreOptions
            {
                Model = scenario.Model,
                Platform = scenario.Platform.Name,
                Threads = scenario.Threads,
                Ops = scenario.Ops,
                Keys = scenario.Keys,
                Workloads = parsed.GetValue(workload) is { } name ? [name] : [],
            });
            DirectedGraph graph = session.StateGraph(parsed.GetValue(maxStates));
            output.Text.WriteLine($"{graph.Title}: {Quantity.Of(graph.Nodes.Count, "state")}, {Quantity.Of(graph.Edges.Count, "transition")}");
            ResultFolder folder = output.FolderOr(Path.Combine("results", $"graph-{scenario.FileName}"));
            output.Text.WriteLine($"picture: {folder.WriteGraph("state-graph", graph)}");
            output.WriteJson(graph, json => json.DirectedGraph);
            folder.WriteManifest(terminal.Arguments, scenario, ExitCode.Holds);
            return ExitCode.Holds;
        });
        return command;
    }
}
