using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Sim.Experiments.Commands;
using Sim.Experiments.Output;
using Sim.Explorer;
using Sim.Simulator;

namespace Sim.Experiments;

/// <summary>The <c>sim</c> command line: parses, runs one command, and turns every mistake of the user into one line.</summary>
internal static class SimCommandLine
{
    /// <summary>The version and, after a plus sign, the commit it was built from where that is known.</summary>
    public static string Version { get; } =
        typeof(SimCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Runs one command.</summary>
    /// <param name="args">The arguments after <c>sim</c>.</param>
    /// <param name="output">Standard output: results only.</param>
    /// <param name="error">Standard error: one line per mistake, and progress on a terminal.</param>
    /// <param name="stop">Cancelled when the user wants partial results now.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken stop = default)
    {
        SimTerminal terminal = new(output, error, args, stop);
        ParseResult parsed = CreateRoot(terminal).Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            error.WriteLine($"sim: {OneLine(parsed.Errors[0].Message)} (see '{HelpCall(parsed)}')");
            return ExitCode.BadInput;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error.WriteLine("sim: stopped before there was a result");
            return ExitCode.CutShort;
        }
        catch (Exception defect) when (defect is PmemAccessException or SimulatedDeadlockException or PoolDefectException)
        {
            error.WriteLine($"sim: {Subject(parsed)} failed: {OneLine(defect.Message)}");
            return ExitCode.Violation;
        }
        catch (PoolFullException full)
        {
            error.WriteLine($"sim: {Subject(parsed)} needs more room: {OneLine(full.Message)}; use fewer --ops or --threads");
            return ExitCode.BadInput;
        }
        catch (Exception mistake) when (mistake is InputException or NondeterminismException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"sim: {OneLine(mistake.Message)}");
            return ExitCode.BadInput;
        }
    }

    private static Command CreateRoot(SimTerminal terminal)
    {
        Command root = new("sim", "A persistent-memory laboratory: run, time and exhaustively check crash-consistent structures.")
        {
            ListCommand.Create(terminal),
            RunCommand.Create(terminal),
            ExploreCommand.Create(terminal),
            FencesCommand.Create(terminal),
            MutantsCommand.Create(terminal),
            CountsCommand.Create(terminal),
            SuspectsCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            GraphCommand.Create(terminal),
            TraceCommand.Create(terminal),
            LitmusCommand.Create(terminal),
            ModelsCommand.Create(terminal),
            TourCommand.Create(terminal),
            PlatformsCommand.Create(terminal),
            CalibrateCommand.Create(terminal),
            BenchCommand.Create(terminal),
        };
        root.Options.Add(ExampleHelp.CreateOption());
        Option<bool> version = new("--version") { Description = "Print the version." };
        root.Options.Add(version);
        root.SetAction(parsed => Print(parsed.GetValue(version) ? $"sim {Version}" : WelcomeText.Text));
        return root;

        int Print(string text)
        {
            terminal.Output.WriteLine(text);
            return ExitCode.Holds;
        }
    }

    private static string Subject(ParseResult parsed)
    {
        string? structure = ScenarioOptions.FindStructure(parsed);
        string? mutant = ScenarioOptions.FindMutant(parsed);
        return structure is null ? "the structure" : mutant is null ? structure : $"{structure} with {mutant}";
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string HelpCall(ParseResult parsed)
    {
        IEnumerable<string> names = parsed.CommandResult.Command.Parents.OfType<Command>().Select(command => command.Name)
            .Append(parsed.CommandResult.Command.Name);
        return $"{string.Join(' ', names)} --help";
    }
}
