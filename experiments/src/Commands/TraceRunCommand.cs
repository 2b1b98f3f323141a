using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace run</c>: what a trace costs on a platform, and which of its fences can go.</summary>
internal static class TraceRunCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = TraceCommand.FileArgument();
        Option<string> platform = new("--platform")
        {
            HelpName = "NAME|FILE",
            Description = "The platform, a preset or a JSON file.",
            DefaultValueFactory = _ => Platform.DefaultName,
        };
        Option<string?> program = ValueOptions.Text("--checker", "CMD", "Also try each flush and fence: is every crash image without it still consistent?");
        Option<string?> assembly = ValueOptions.Text("--checker-assembly", "DLL", "The same with a .NET assembly.");
        Option<int> sites = ValueOptions.Count("--sites", "With a checker: how many of the dearest flushes and fences to try.", 10);
        Option<int> maxImages = ValueOptions.Count("--max-images", "With a checker: images per flush or fence.", 1_000_000);
        Option<ulong> seed = ValueOptions.Seed();
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("run", "Run a trace on the timing model: cycles per operation and per source line.",
            "sim trace run btree.log.gz",
            "sim trace run btree.log.gz --platform optane-g2-eadr --json",
            "sim trace run fastfair.log.gz --checker-assembly MyChecker.dll");
        command.Arguments.Add(file);
        foreach (Option option in (Option[])[platform, program, assembly, sites, maxImages, seed]) { command.Options.Add(option); }
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            Platform chosen = Platform.Load(parsed.GetRequiredValue(platform));
            TraceExploreOptions? checking = CheckingOptions(parsed.GetValue(program), parsed.GetValue(assembly), parsed.GetValue(maxImages));
            ResultOutput output = outputOptions.Open(parsed, terminal);
            TraceRunResult result = terminal.WithProgress($"{path} on {chosen.Name}", show =>
            {
                TraceRunResult timed = TraceReplay.Run(() => TraceFile.Open(path), chosen, parsed.GetValue(seed), terminal.Stop);
                return checking is null ? timed : timed with
                {
                    Elisions = TraceElisions.Try(path, timed, checking, parsed.GetValue(sites), site => show($"without {site}"), terminal.Stop),
                };
            });
            TraceRunText.Write(result, output.Text);
            output.WriteJson(result, json => json.TraceRunResult);
            if (output.Folder is { } folder)
            {
                folder.WriteJson("result", result, json => json.TraceRunResult);
                folder.WriteManifest(terminal.Arguments, ExitCode.Holds);
            }
            return ExitCode.Holds;
        });
        return command;
    }

    private static TraceExploreOptions? CheckingOptions(string? program, string? assembly, int maxImages)
    {
        if (program is null && assembly is null) { return null; }
        if (program is not null && assembly is not null) { throw new InputException("expected one of --checker and --checker-assembly"); }
        return new TraceExploreOptions { Command = program, Checker = assembly is null ? null : InProcessCheckers.Load(assembly), MaxImages = maxImages };
    }
}
