using System.CommandLine;
using Sim.Experiments.Mutants;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Simulator;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim mutants</c>: whether every seeded defect is found, and no correct structure is flagged.</summary>
internal static class MutantsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string[]> names = new("structure")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Structures that 'sim list' names; none means all.",
        };
        Option<bool> quick = new("--quick") { Description = "The catalogues only, without the generic operators m1 to m10 at every site." };
        Option<bool> sites = new("--sites") { Description = "Also list the persist sites that exploration reached, and where." };
        Option<string?> json = ValueOptions.Text("--json", "FILE|-", "Write the result as JSON; '-' is standard output, with nothing else on it.");
        CommandWithExamples command = new("mutants", "Explore every structure with every seeded defect: found, equivalent or survived.",
            "sim mutants --quick", "sim mutants clht queue --sites", "sim explore queue --mutant m1@DurableQueue.cs:57")
        {
            Note = """
                Generic operators: m1 drop a flush, m2 drop a fence, m3 swap two stores, m4 publish before the flush, m5 flush the wrong
                lines, m6 split an atomic store, m7 leave out a store of recovery, m8 leave out or delay a snapshot, m9 repeat a flush or
                fence (found by its cost), m10 shift the pool by 16, 32 or 48 bytes. A generic mutant that holds under the largest bound,
                completely explored, is equivalent within it.
                Exit code 1 if a mutant survives or a structure as written is flagged.
                """,
        };
        command.Arguments.Add(names);
        command.Options.Add(quick);
        command.Options.Add(sites);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            ResultOutput output = new(terminal, parsed.GetValue(json), folder: null);
            string[] chosen = parsed.GetValue(names) ?? [];
            IStructure[] structures =
                [.. (chosen.Length > 0 ? chosen : StructureCatalogue.Names).Select(name => StructureCatalogue.Create(name, StructureScale.Small))];
            MutantsResult result = terminal.WithProgress("judging", show => new MutantsResult(
                [.. structures.Select(structure => new MutantCampaign(structure, parsed.GetValue(quick), terminal.Stop).Run(show))]));
            MutantsText.Write(result, parsed.GetValue(sites), output.Text);
            output.WriteJson(result, context => context.MutantsResult);
            return ExitCode.Of(result.Survived > 0 || result.FalseAlarms > 0, isComplete: true);
        });
        return command;
    }
}
