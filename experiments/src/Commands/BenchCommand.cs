using System.CommandLine;
using Sim.Experiments.Output;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench</c>: how fast Sim itself is, in wall-clock time of this machine.</summary>
internal static class BenchCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal) =>
        new("bench", "Measure Sim itself, in wall-clock time of this machine.")
        {
            BenchExplorerCommand.Create(terminal),
            BenchTimingCommand.Create(terminal),
            BenchMutantsCommand.Create(terminal),
            BenchPeersCommand.Create(terminal),
            BenchTracesCommand.Create(terminal),
        };
}
