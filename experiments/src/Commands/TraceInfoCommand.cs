using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Plots;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace info</c>: what a trace does, in numbers.</summary>
internal static class TraceInfoCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = TraceCommand.FileArgument();
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("info", "Count what a trace does: stores, flushes, epochs, write amplification, hot sites.",
            "sim trace info btree.log.gz",
            "sim trace info btree.log.gz --out results/btree");
        command.Arguments.Add(file);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            ResultOutput output = outputOptions.Open(parsed, terminal);
            using ITraceReader reader = TraceFile.Open(path);
            TraceInfoResult result = terminal.WithProgress($"reading {path}", show =>
                TraceInfo.Collect(reader, now => show(Quantity.Of(now, "event")), terminal.Stop));
            TraceInfoText.Write(result, output.Text);
            output.WriteJson(result, json => json.TraceInfoResult);
            if (output.Folder is { } folder)
            {
                folder.WriteJson("result", result, json => json.TraceInfoResult);
                output.Text.WriteLine($"figure:  {folder.WriteFigure("epochs", TraceFigures.EpochSizes(result))}");
                output.Text.WriteLine($"figure:  {folder.WriteFigure("sites", TraceFigures.HotSites(result))}");
                folder.WriteManifest(terminal.Arguments, ExitCode.Holds);
            }
            return ExitCode.Holds;
        });
        return command;
    }
}
