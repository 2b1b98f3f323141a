using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim explore</c>: every interleaving and every crash state within a bound.</summary>
internal static class ExploreCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        ScenarioOptions options = new(threads: 2, ops: 2, keys: 2);
        ModelOptions model = new();
        SearchOptions search = new();
        CommandWithExamples command = new("explore", "Explore every interleaving and every crash state within a bound.",
            "sim explore cceh",
            "sim explore sorted-list --threads 3 --ops 1",
            "sim explore one-line-log --torn 8",
            "sim explore cceh --threads 3 --ops 1 --memory 8G --time 10m",
            "sim explore cceh --mutant commit-unflushed --out results/bug")
        {
            Note = """
                A violation is always written, for 'sim replay': to --out, by default to
                results/explore-STRUCTURE[-MUTANT].
                The search is exhaustive, so the seed changes nothing; it is recorded in the manifest.
                A bound that is met cuts the search short (exit code 3); what it covered is valid.
                """,
        };
        options.AddTo(command);
        model.AddTo(command);
        search.AddTo(command);
        command.SetAction(parsed =>
        {
            Scenario scenario = options.ReadScenario(parsed);
            scenario.ThrowUnlessPersistent();
            scenario = model.Apply(parsed, scenario);
            ResultOutput output = options.OpenOutput(parsed, terminal);
            return Report(Explore(scenario, terminal, search.Read(parsed)), scenario, output, terminal);
        });
        return command;
    }

    /// <summary>Explores a scenario.</summary>
    /// <param name="scenario">What to explore.</param>
    /// <param name="terminal">Shows the progress, and stops the search.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    public static ExploreReport Explore(Scenario scenario, SimTerminal terminal, ExploreOptions? search = null) =>
        terminal.WithProgress($"exploring {scenario.Subject}", show =>
        {
            ExploreOptions options = (search ?? new ExploreOptions()) with
            {
                Model = scenario.Model,
                Platform = scenario.Platform.Name,
                Threads = scenario.Threads,
                Ops = scenario.Ops,
                Keys = scenario.Keys,
                Progress = now => show($"{now.Workload}, {Quantity.Count(now.States)} states, {Quantity.Count(now.Transitions)} transitions, "
                    + Quantity.Rate(now.Transitions / Math.Max(now.Seconds, 0.001), "transitions")),
            };
            ExploreReport report = StructureExplorer.Explore(scenario.CreateStructure(StructureScale.Small), options, terminal.Stop);
            return report with { Result = report.Result with { Mutant = scenario.MutantName } };
        });

    private static int Report(ExploreReport report, Scenario scenario, ResultOutput output, SimTerminal terminal)
    {
        ExploreResult result = report.Result;
        int exitCode = ExitCode.Of(ExploreText.IsViolated(result), ExploreText.IsComplete(result));
        ExploreText.Write(result, report.Counterexample, output.Text);
        if (report.Counterexample is { } counterexample)
        {
            string file = output.FolderOr(Path.Combine("results", $"explore-{scenario.FileName}")).WriteCounterexample("counterexample", counterexample);
            result = result with { Counterexample = file };
            output.Text.WriteLine($"replay:  sim replay {file}");
            output.Text.WriteLine($"picture: {Path.ChangeExtension(file, ".png")}");
            output.Text.WriteLine($"page:    {Path.ChangeExtension(file, ".html")}");
        }
        output.WriteJson(result, json => json.ExploreResult);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", result, json => json.ExploreResult);
            folder.WriteManifest(terminal.Arguments, scenario, exitCode);
        }
        return exitCode;
    }
}
