using System.CommandLine;
using Sim.Experiments.Output;

namespace Sim.Experiments.Commands;

/// <summary><c>sim calibrate</c>: the timing model against measurements.</summary>
internal static class CalibrateCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal) =>
        new("calibrate", "Compare the timing model with measurements, and fit it to them.")
        {
            CalibrateCheckCommand.Create(terminal),
        };
}
