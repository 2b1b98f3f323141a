using System.CommandLine;
using Sim.Experiments.Mutants;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim suspects</c>: defects that public code seems to have, judged by the explorer.</summary>
internal static class SuspectsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<string?> json = ValueOptions.Text("--json", "FILE|-", "Write the result as JSON; '-' is standard output, with nothing else on it.");
        CommandWithExamples command = new("suspects", "Judge defects that public code seems to have when read: confirmed or refuted.",
            "sim suspects", "sim explore fast-fair --mutant delete-unflushed")
        {
            Note = """
                Confirmed: the structure here, changed to do the same, has a counterexample; 'sim explore STRUCTURE --mutant NAME' shows it.
                Refuted: changed so, it holds within the bound, completely explored, in first and second lives.
                """,
        };
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            ResultOutput output = new(terminal, parsed.GetValue(json), folder: null);
            SuspectsResult result = terminal.WithProgress("judging", show => new SuspectsResult([.. Suspect.All.Select(suspect =>
            {
                show($"{suspect.Structure}, {suspect.Mutant.Name}");
                MutantCampaign campaign = new(StructureCatalogue.Create(suspect.Structure, StructureScale.Small), isQuick: false, terminal.Stop);
                return SuspectVerdict.Of(suspect, campaign.JudgeAny(suspect.Mutant));
            })]));
            SuspectsText.Write(result, output.Text);
            output.WriteJson(result, context => context.SuspectsResult);
            return ExitCode.Holds;
        });
        return command;
    }
}
