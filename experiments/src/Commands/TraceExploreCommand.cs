using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer.Traces;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace explore</c>: the crash images of a trace, checked by a program or by an assembly.</summary>
internal static class TraceExploreCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = TraceCommand.FileArgument();
        OutputOptions outputOptions = new();
        TraceExploreArguments arguments = new();
        CommandWithExamples command = new("explore", "Check the crash images of a trace, every one that a crash could leave.",
            "sim trace explore btree.log.gz --checker './check {image}'",
            "sim trace explore btree.log.gz --count --json",
            "sim trace explore list.log.gz --engine accumulative -x pmem_memset_persist=nocheck --checker './list c {image}'")
        {
            Note = """
                Exit code 0 if every image is consistent, 1 if one is not, 3 if not all were checked.
                A checker sees the markers passed so far in PMREORDER_MARKERS, as with pmreorder.
                It may change its image: changes are undone.
                """,
        };
        command.Arguments.Add(file);
        arguments.AddTo(command);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            TraceExploreOptions options = arguments.Read(parsed);
            string path = parsed.GetRequiredValue(file);
            ResultOutput output = outputOptions.Open(parsed, terminal);
            TraceExploreResult result = terminal.WithProgress($"exploring {path}", show => TraceExplorer.Explore(path, options with
            {
                Progress = now => show($"{Quantity.Of(now.Events, "event")}, {Quantity.Of(now.Images, "image")}, {Quantity.Count(now.Inconsistent)} inconsistent"),
            }, terminal.Stop));
            int exitCode = ExitCode.Of(result.InconsistentImages > 0, result.Completeness == TraceExplorer.Complete);
            TraceExploreText.Write(result, output.Text);
            output.WriteJson(result, json => json.TraceExploreResult);
            if (output.Folder is { } folder)
            {
                folder.WriteJson("result", result, json => json.TraceExploreResult);
                folder.WriteManifest(terminal.Arguments, exitCode);
            }
            return exitCode;
        });
        return command;
    }
}
