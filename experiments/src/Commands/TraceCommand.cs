using System.CommandLine;
using Sim.Experiments.Output;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace</c>: traces of real programs.</summary>
internal static class TraceCommand
{
    /// <summary>What every command takes.</summary>
    private const string FileDescription = "A pmemcheck log or a trace file, plain or compressed with gzip.";

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal) =>
        new("trace", "Look at traces of real programs: what they do, whether they are crash consistent, what they cost.")
        {
            TraceImportCommand.Create(terminal),
            TraceInfoCommand.Create(terminal),
            TraceCheckCommand.Create(terminal),
            TraceExploreCommand.Create(terminal),
            TraceRunCommand.Create(terminal),
            TraceExportCommand.Create(terminal),
        };

    /// <summary>The argument that names the trace.</summary>
    public static Argument<string> FileArgument() => new("file") { Description = FileDescription };
}
