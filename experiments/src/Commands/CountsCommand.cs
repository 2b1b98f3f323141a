using System.CommandLine;
using Sim.Experiments.Counts;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Simulator;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim counts</c>: flushes, fences and locked instructions per operation beside those of the originals.</summary>
internal static class CountsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string[]> names = new("structure")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Structures that 'sim list' names; none means all with published counts.",
        };
        Option<int> ops = ValueOptions.Count("--ops", "Operations to count; 0 means as many as the published run.", 0, minimum: 0);
        Option<string?> json = ValueOptions.Text("--json", "FILE|-", "Write the result as JSON; '-' is standard output, with nothing else on it.");
        CommandWithExamples command = new("counts", "Compare flushes, fences and locked instructions per operation with the published counts.",
            "sim counts", "sim counts clht --ops 100000")
        {
            Note = "Exit code 1 if a count lies outside its tolerance.",
        };
        command.Arguments.Add(names);
        command.Options.Add(ops);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            ResultOutput output = new(terminal, parsed.GetValue(json), folder: null);
            string[] chosen = parsed.GetValue(names) ?? [];
            foreach (string name in chosen) { _ = StructureCatalogue.Create(name, StructureScale.Small); }
            PublishedCount[] rows = [.. PublishedCount.All.Where(row => chosen.Length == 0 || chosen.Contains(row.Structure))];
            if (rows.Length == 0) { throw new InputException($"no published counts of {string.Join(", ", chosen)}"); }
            CountsResult result = terminal.WithProgress("counting", show => new CountsResult([.. rows.Select(row =>
            {
                show($"{row.Structure}, {row.Workload}");
                return CountComparison.Of(row, parsed.GetValue(ops), terminal.Stop);
            })]));
            CountsText.Write(result, output.Text);
            output.WriteJson(result, context => context.CountsResult);
            return ExitCode.Of(!result.Within, isComplete: true);
        });
        return command;
    }
}
