using System.Runtime.InteropServices;

namespace Sim.Experiments.Output;

/// <summary>How a result folder came to be: enough to make it again.</summary>
/// <remarks>It holds neither times nor names of machines, so that the same command writes the same bytes.</remarks>
/// <param name="Version">The version of Sim and, after a plus sign, the commit.</param>
/// <param name="CommandLine">The command as it was given.</param>
/// <param name="Structure">The structure, or null for commands over several.</param>
/// <param name="Mutant">The seeded defect, or null.</param>
/// <param name="Platform">The platform's name.</param>
/// <param name="Model">The persistency model.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Ops">Operations per thread.</param>
/// <param name="Keys">The size of the key space.</param>
/// <param name="Seed">The seed of the workload.</param>
/// <param name="ExitCode">The exit code of the command.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Architecture">The processor architecture: <c>X64</c>, <c>Arm64</c>.</param>
/// <param name="Files">The files of the folder, in the order in which they were written.</param>
internal sealed record Manifest(string Version, string CommandLine, string? Structure, string? Mutant, string? Platform, string? Model,
    int Threads, int Ops, int Keys, ulong Seed, int ExitCode, string Runtime, string Architecture, IReadOnlyList<string> Files)
{
    /// <summary>The manifest of a command that ran one scenario.</summary>
    /// <param name="arguments">The arguments after <c>sim</c>.</param>
    /// <param name="scenario">The scenario that it ran.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="files">The files that it wrote.</param>
    public static Manifest Of(IReadOnlyList<string> arguments, Scenario scenario, int exitCode, IReadOnlyList<string> files) =>
        new(SimCommandLine.Version, string.Join(' ', arguments.Prepend("sim").Select(Quoted)), scenario.StructureName, scenario.MutantName,
            scenario.Platform.Name, scenario.Model, scenario.Threads, scenario.Ops, scenario.Keys, scenario.Seed, exitCode,
            RuntimeInformation.FrameworkDescription, RuntimeInformation.ProcessArchitecture.ToString(), files);

    /// <summary>The manifest of a command that runs no scenario.</summary>
    /// <param name="arguments">The arguments after <c>sim</c>.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <param name="files">The files that it wrote.</param>
    public static Manifest Of(IReadOnlyList<string> arguments, int exitCode, IReadOnlyList<string> files) =>
        new(SimCommandLine.Version, string.Join(' ', arguments.Prepend("sim").Select(Quoted)), null, null, null, null,
            0, 0, 0, 0, exitCode, RuntimeInformation.FrameworkDescription, RuntimeInformation.ProcessArchitecture.ToString(), files);

    private static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./,:=".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
