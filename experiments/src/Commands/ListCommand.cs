using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;

namespace Sim.Experiments.Commands;

/// <summary><c>sim list</c>: the structures with their mutants, and the platforms.</summary>
internal static class ListCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<string?> json = new("--json")
        {
            HelpName = "FILE|-",
            Description = "Write the list as JSON, without a value to standard output.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        CommandWithExamples command = new("list", "List structures, their mutants (seeded defects) and platforms.",
            "sim list", "sim list --json") { json };
        command.SetAction(parsed =>
        {
            string? target = parsed.GetResult(json) is null ? null : parsed.GetValue(json) ?? "-";
            ResultOutput output = new(terminal, target, folder: null);
            Catalogue catalogue = Catalogue.Create();
            CatalogueText.Write(catalogue, output.Text);
            output.WriteJson(catalogue, context => context.Catalogue);
            return ExitCode.Holds;
        });
        return command;
    }
}
