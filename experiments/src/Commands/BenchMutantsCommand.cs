using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;
using Sim.Structures;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench mutants</c>: explores every structure and every mutant, and says what that took and found.</summary>
internal static class BenchMutantsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string[]> names = new("structure")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Structures that 'sim list' names; none means all.",
        };
        Option<string?> json = ValueOptions.Text("--json", "FILE|-", "Write the result as JSON; '-' is standard output, with nothing else on it.");
        CommandWithExamples command = new("mutants", "Explore every structure and every mutant: 2 threads x 2 operations.",
            "sim bench mutants", "sim bench mutants cceh queue --json -")
        {
            Note = "Exit code 1 if a mutant survives or a structure without defect is violated.",
        };
        command.Arguments.Add(names);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            ResultOutput output = new(terminal, parsed.GetValue(json), folder: null);
            string[] chosen = parsed.GetValue(names) ?? [];
            IStructure[] structures =
                [.. (chosen.Length > 0 ? chosen : StructureCatalogue.Names).Select(name => StructureCatalogue.Create(name, StructureScale.Small))];
            MutantScores scores = new([.. structures.Select(structure => Explore(structure, terminal))]);
            MutantText.Write(scores, output.Text);
            output.WriteJson(scores, context => context.MutantScores);
            return ExitCode.Of(!scores.IsPerfect, isComplete: true);
        });
        return command;
    }

    private static MutantScore Explore(IStructure structure, SimTerminal terminal)
    {
        ExploreResult correct = Explore(structure, mutant: null, terminal);
        // Those that no exploration of one life can tell are for 'sim mutants'.
        IEnumerable<Mutant> mutants = structure.Mutants.Where(mutant => mutant.Equivalent.Length == 0 && !mutant.NeedsSecondLife);
        return MutantScore.Of(correct, [.. mutants.Select(mutant => Explore(structure, mutant, terminal))]);
    }

    private static ExploreResult Explore(IStructure structure, Mutant? mutant, SimTerminal terminal)
    {
        Scenario scenario = new()
        {
            StructureName = structure.Name,
            MutantName = mutant?.Name,
            Platform = Platform.Load(ScenarioOptions.DefaultPlatform),
            Model = "px86-line",
            Threads = 2,
            Ops = 2,
            Keys = 2,
        };
        ExploreResult result = ExploreCommand.Explore(scenario, terminal).Result;
        terminal.Stop.ThrowIfCancellationRequested();
        return result;
    }
}
