using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary><c>sim litmus</c>: litmus tests under the persistency models.</summary>
internal static class LitmusCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string[]> paths = new("path")
        {
            Description = "Files in the format PMLITMUS 1, and folders of *.litmus files.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> model = ValueOptions.Text("--model", "NAME", $"Only this model: {string.Join(", ", LitmusNames.Models)}.");
        Option<bool> explain = new("--explain") { Description = "Show a shortest execution of what is allowed, and the axioms that forbid the rest." };
        Option<string?> json = ValueOptions.Text("--json", "FILE|-", "Write the result as JSON; '-' is standard output, with nothing else on it.");
        CommandWithExamples command = new("litmus", "Run litmus tests: the complete outcome set of each under each model.",
            "sim litmus explorer/litmus",
            "sim litmus explorer/litmus/px-clwb-sfence.litmus --explain",
            "sim litmus explorer/litmus --model px86-line --json -",
            "sim litmus --generate 2x2 --model px86",
            "sim litmus --generate 3x4 --model px86-line --limit 100000 --seed 7")
        {
            Note = """
                A test names its models; under each, verdict and outcome set must be exactly what it says.
                With --model it also runs where it says nothing, which '(-)' marks. 'outcomes' is found/listed,
                '-/+' how many listed ones are impossible and how many possible ones are not listed.
                --generate compares the machine of a model with its axioms on every program up to a bound, of 2
                lines x 2 words and all instructions of the model, one of each class that differs in names only;
                with --limit on random ones. It prints a minimal program where they differ.
                Exit code 1 if any fails. The last line counts.
                """,
        };
        GenerateOptions generate = new();
        command.Arguments.Add(paths);
        command.Options.Add(model);
        command.Options.Add(json);
        command.Options.Add(explain);
        generate.AddTo(command);
        command.SetAction(parsed =>
        {
            string[] given = parsed.GetValue(paths)!;
            if (generate.IsGiven(parsed) == given.Length > 0) { throw new InputException("expected either files and folders or --generate"); }
            ResultOutput output = new(terminal, parsed.GetValue(json), folder: null);
            if (generate.IsGiven(parsed)) { return generate.Run(parsed, parsed.GetValue(model), output, terminal); }
            IReadOnlyList<(LitmusTest Test, string Model)> plan = LitmusSuite.Plan(LitmusSuite.Read(given), parsed.GetValue(model));
            LitmusResult result = Run(plan, parsed.GetValue(explain), terminal);
            LitmusReport.Write(result, output.Text);
            output.WriteJson(result, context => context.LitmusResult);
            return ExitCode.Of(result.Failed > 0, isComplete: true);
        });
        return command;
    }

    private static LitmusResult Run(IReadOnlyList<(LitmusTest Test, string Model)> plan, bool explains, SimTerminal terminal) =>
        terminal.WithProgress("litmus tests", show =>
        {
            List<LitmusRow> rows = [];
            foreach ((LitmusTest test, string model) in plan)
            {
                show($"{Quantity.Count(rows.Count)} of {Quantity.Count(plan.Count)}, {test.Name} under {model}");
                rows.Add(LitmusSuite.Run(test, model, explains, terminal.Stop));
            }
            return LitmusResult.Of(rows);
        });
}
