using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer.Traces;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace check</c>: linear-time checkers.</summary>
internal static class TraceCheckCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = TraceCommand.FileArgument();
        Option<string?> rules = ValueOptions.Text("--rules", "FILE", "What must be durable when, and in which order; see simulator/src/Traces/traces.md.");
        Option<string[]> ignore = new("--ignore")
        {
            HelpName = "KIND",
            Description = $"Leave out a kind of finding: {string.Join(", ", TraceChecker.KindNames)}. May be given several times.",
            DefaultValueFactory = _ => [],
        };
        ignore.AcceptOnlyFromAmong([.. TraceChecker.KindNames]);
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("check", "Find missing and superfluous flushes and fences, broken rules and races in one pass.",
            "sim trace check btree.log.gz",
            "sim trace check list.log.gz --rules list.rules --ignore 'fence without flush'")
        {
            Note = "Exit code 0 if nothing was found, 1 if something was, 2 if the trace or the rules cannot be read.",
        };
        command.Arguments.Add(file);
        command.Options.Add(rules);
        command.Options.Add(ignore);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            string? rulesPath = parsed.GetValue(rules);
            TraceRules? loaded = rulesPath is null ? null : TraceRules.Load(rulesPath);
            ResultOutput output = outputOptions.Open(parsed, terminal);
            using ITraceReader reader = TraceFile.Open(path);
            TraceCheckResult result = terminal.WithProgress($"checking {path}", show =>
                TraceChecker.Check(reader, loaded, rulesPath, parsed.GetRequiredValue(ignore), now => show(Quantity.Of(now, "event")), terminal.Stop));
            int exitCode = ExitCode.Of(result.Findings.Count > 0, isComplete: true);
            TraceCheckText.Write(result, output.Text);
            output.WriteJson(result, json => json.TraceCheckResult);
            if (output.Folder is { } folder)
            {
                folder.WriteJson("result", result, json => json.TraceCheckResult);
                folder.WriteManifest(terminal.Arguments, exitCode);
            }
            return exitCode;
        });
        return command;
    }
}
