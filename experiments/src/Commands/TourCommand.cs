using System.CommandLine;
using Sim.Experiments.Output;

namespace Sim.Experiments.Commands;

/// <summary><c>sim tour</c>: five steps through everything that Sim does, each with what it taught.</summary>
internal static class TourCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<string> folder = new("--out")
        {
            HelpName = "DIR",
            Description = "Where results, figures and the counterexample go.",
            DefaultValueFactory = _ => Path.Combine("results", "tour"),
        };
        CommandWithExamples command = new("tour",
            "See in under a minute what Sim does, with figures.",
            "sim tour", "sim tour --out results/my-tour")
        {
            Note = "Exit code 1 if a step does not end as expected.",
        };
        command.Options.Add(folder);
        command.SetAction(parsed =>
        {
            TourSteps tour = new(terminal, new ResultFolder(parsed.GetRequiredValue(folder)));
            return Walk(terminal, tour.Finish,
                ("CCEH on the timing model", tour.RunTimed),
                ("the same code on a real file of this machine", tour.RunReal),
                ("every interleaving and every crash state within a bound", tour.ExploreCorrect),
                ("the same with one flush left out", tour.ExploreMutant),
                ("what each flush and fence costs, and which ones can go", tour.AnalyzeFences));
        });
        return command;
    }

    /// <summary>Takes the steps in order, and says at the end whether each ended as expected.</summary>
    /// <param name="terminal">Where the text goes; stops the tour between two steps.</param>
    /// <param name="finish">Takes the exit code before the last line is written.</param>
    /// <param name="steps">The steps; each tells whether it ended as expected.</param>
    /// <returns>The exit code: 1 if a step did not end as expected.</returns>
    public static int Walk(SimTerminal terminal, Action<int> finish, params IReadOnlyList<(string Title, Func<bool> Step)> steps)
    {
        bool isAsExpected = true;
        foreach (((string title, Func<bool> step), int index) in steps.Select((step, index) => (step, index)))
        {
            if (terminal.Stop.IsCancellationRequested) { break; }
            terminal.Output.WriteLine($"[{index + 1}/{steps.Count}] {title}");
            isAsExpected &= step();
            terminal.Output.WriteLine();
        }
        int exitCode = ExitCode.Of(isViolated: !isAsExpected, isComplete: !terminal.Stop.IsCancellationRequested);
        finish(exitCode);
        terminal.Output.WriteLine(exitCode switch
        {
            ExitCode.Holds => "TOUR COMPLETE: every step ended as expected.",
            ExitCode.CutShort => "TOUR CUT SHORT.",
            _ => "TOUR FAILED: a step did not end as expected.",
        });
        return exitCode;
    }
}
