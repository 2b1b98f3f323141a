using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Fences;
using Sim.Plots;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim fences</c>: what every flush and fence costs, and which ones can go.</summary>
internal static class FencesCommand
{
    /// <summary>Operations per thread of the timed run, unless the user says otherwise.</summary>
    public const int DefaultTimedOps = 10_000;

    private const StructureScale Explored = StructureScale.Small;
    private const StructureScale Timed = StructureScale.Paper;

    // The analysis gives the violation of a structure that is wrong as written under an empty site name.
    private const string AsWritten = "";

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        ScenarioOptions options = new(threads: 2, ops: 2, keys: 2);
        ModelOptions model = new();
        Option<int> timedOps = ValueOptions.Count("--timed-ops", "Operations per thread of the timed run that gives the costs.", DefaultTimedOps);
        CommandWithExamples command = new("fences",
            "Report what every flush and fence costs, and the cheapest set that is safe within a bound.",
            "sim fences cceh",
            "sim fences append-log --threads 1 --ops 2 --out results/fences-log")
        {
            Note = "With --out, every site that is needed comes with a counterexample: what breaks without it.",
        };
        options.AddTo(command);
        model.AddTo(command);
        command.Options.Add(timedOps);
        command.SetAction(parsed =>
        {
            Scenario scenario = options.ReadScenario(parsed);
            scenario.ThrowUnlessPersistent();
            scenario = model.Apply(parsed, scenario);
            ResultOutput output = options.OpenOutput(parsed, terminal);
            FenceReport report = Analyze(scenario, terminal, parsed.GetValue(timedOps));
            return Report(report, scenario, output, terminal);
        });
        return command;
    }

    /// <summary>Analyses a scenario.</summary>
    /// <param name="scenario">What to analyse.</param>
    /// <param name="terminal">Shows the progress, and stops the search.</param>
    /// <param name="timedOps">Operations per thread of the timed run.</param>
    public static FenceReport Analyze(Scenario scenario, SimTerminal terminal, int timedOps) =>
        terminal.WithProgress($"fences of {scenario.Subject}", show =>
        {
            long timedOperations = (long)timedOps * scenario.Threads;
            FenceReport report = FenceAnalysis.Analyze(scenario.CreateStructure(Explored),
                scenario.CreateStructure(Timed), scenario.Platform, new FenceOptions
                {
                    Threads = scenario.Threads,
                    Ops = scenario.Ops,
                    Keys = scenario.Keys,
                    Seed = scenario.Seed,
                    TimedOps = timedOps,
                    TimedKeys = (int)Math.Min(timedOperations, int.MaxValue),
                    Progress = show,
                }, terminal.Stop);
            return report with
            {
                Result = report.Result with
                {
                    ExploredGeometry = NameOf(Explored),
                    TimedGeometry = NameOf(Timed),
                    PlatformParameters = scenario.Platform.Values.Count,
                    PlatformAssumptions = scenario.AssumptionCount,
                },
            };
        });

    /// <summary>Writes result, figure and counterexamples into a folder.</summary>
    /// <returns>The result with the names of the counterexample files, and the figure's path.</returns>
    public static (FenceResult Result, string Figure) WriteTo(ResultFolder folder, FenceReport report, string name)
    {
        FenceResult result = report.Result with
        {
            Sites = [.. report.Result.Sites.Select((site, index) => report.Counterexamples.TryGetValue(site.Site, out Counterexample? why)
                ? site with { Counterexample = folder.WriteCounterexample($"{name}-needed/{index + 1:00}-{FileNameOf(site)}", why) }
                : site)],
        };
        if (report.Counterexamples.TryGetValue(AsWritten, out Counterexample? violation)) { folder.WriteCounterexample("counterexample", violation); }
        folder.WriteJson(name, result, json => json.FenceResult);
        return (result, folder.WriteFigure($"{name}-cost", FenceFigures.CostPerSite(result)));
    }

    private static int Report(FenceReport report, Scenario scenario, ResultOutput output, SimTerminal terminal)
    {
        FenceResult result = report.Result;
        int exitCode = ExitCode.Of(FenceText.IsViolated(result), FenceText.IsComplete(result));
        FenceText.Write(result, output.Text);
        if (output.Folder is { } folder)
        {
            (result, string figure) = WriteTo(folder, report, "fences");
            output.Text.WriteLine($"figure:  {figure}");
            folder.WriteManifest(terminal.Arguments, scenario, exitCode);
        }
        output.WriteJson(result, json => json.FenceResult);
        return exitCode;
    }

    private static string NameOf(StructureScale scale) => scale == StructureScale.Small ? "small" : "paper";

    private static string FileNameOf(FenceSite site) =>
        string.Concat($"{site.Kind}-{(site.Label.Length > 0 ? site.Label : site.Member)}".Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
