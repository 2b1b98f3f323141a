using System.CommandLine;
using System.Globalization;
using Sim.CacheModel;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer;
using Sim.Simulator;
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
            "sim explore cceh --all-workloads --threads 1 --ops 6 --keys 3",
            "sim explore sorted-list --scenario my-workload.json --crashes 3",
            "sim explore one-line-log --shift all",
            "sim explore cceh --mutant commit-unflushed --out results/bug")
        {
            Note = """
                A violation is always written, for 'sim replay': to --out, by default to
                results/explore-STRUCTURE[-MUTANT].
                The search is exhaustive, so the seed changes nothing; it is recorded in the manifest.
                A bound that is met cuts the search short (exit code 3); what it covered is valid.
                A scenario file holds operations as reports write them; only threads is required:
                { "setup": ["insert(1, 10)"], "threads": [["get(1)"], ["delete(1)"]], "probe": ["get(1)"] }
                """,
        };
        options.AddTo(command);
        model.AddTo(command);
        search.AddTo(command);
        Option<string?> shift = ValueOptions.Text("--shift", "BYTES|all", "Move the pool's objects by a multiple of 8 bytes below 64, or by each in turn.");
        command.Options.Add(shift);
        command.SetAction(parsed =>
        {
            Scenario scenario = options.ReadScenario(parsed);
            scenario.ThrowUnlessPersistent();
            scenario = model.Apply(parsed, scenario);
            ResultOutput output = options.OpenOutput(parsed, terminal);
            ExploreOptions how = search.Read(parsed, scenario.CreateStructure(StructureScale.Small));
            ExploreReport? report = null;
            foreach (int bytes in Shifts(parsed.GetValue(shift)))
            {
                report = Explore(scenario, terminal, how, bytes);
                if (report.Counterexample is not null || !ExploreText.IsComplete(report.Result)) { break; }
            }
            return Report(report!, scenario, output, terminal);
        });
        return command;
    }

    /// <summary>Explores a scenario.</summary>
    /// <param name="scenario">What to explore.</param>
    /// <param name="terminal">Shows the progress, and stops the search.</param>
    /// <param name="search">How to search; null for the defaults.</param>
    /// <param name="shiftBytes">By how much the structure's objects are moved.</param>
    public static ExploreReport Explore(Scenario scenario, SimTerminal terminal, ExploreOptions? search = null, int shiftBytes = 0) =>
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
            IStructure structure = scenario.CreateStructure(StructureScale.Small);
            if (shiftBytes > 0) { structure = new ShiftedStructure(structure, shiftBytes); }
            ExploreReport report = StructureExplorer.Explore(structure, options, terminal.Stop);
            return report with { Result = report.Result with { Mutant = scenario.MutantName } };
        });

    private static int[] Shifts(string? text) => text switch
    {
        null => [0],
        "all" => [.. Enumerable.Range(0, CacheLine.Bytes / PersistWord.Bytes).Select(words => words * PersistWord.Bytes)],
        _ => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int bytes) && bytes < CacheLine.Bytes && bytes % PersistWord.Bytes == 0
            ? [bytes]
            : throw new InputException($"--shift is '{text}', expected 'all' or a multiple of 8 below 64"),
    };

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
