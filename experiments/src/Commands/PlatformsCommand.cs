using System.CommandLine;
using System.Globalization;
using Sim.Experiments.Output;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary><c>sim platforms</c>: the presets, or one platform with every number's source.</summary>
internal static class PlatformsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string?> name = new("platform")
        {
            Description = "A preset, or the path of a platform file.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        CommandWithExamples command = new("platforms", "List the simulated machines, or show one with the source of every number.",
            "sim platforms", "sim platforms optane-g1-adr", "sim platforms my-machine.json");
        command.Arguments.Add(name);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is string one) { Show(Platform.Load(one), terminal.Output); }
            else { List(terminal.Output); }
            return ExitCode.Holds;
        });
        return command;
    }

    private static void List(TextWriter writer)
    {
        ReportTable table = new ReportTable().Name("platform").Name("model").Name("survives from").Text("machine");
        foreach (string name in Platform.Names)
        {
            Platform platform = Platform.Load(name);
            table.Row(name, platform.Model, platform.Persistence.ToString().ToLowerInvariant(), platform.Title);
        }
        table.WriteTo(writer);
    }

    private static void Show(Platform platform, TextWriter writer)
    {
        writer.WriteLine($"{platform.Name}: {platform.Title}");
        writer.WriteLine($"persistency model {platform.Model}; data survive from: {platform.Persistence.ToString().ToLowerInvariant()}");
        writer.WriteLine("qualities: " + string.Join(", ", platform.ValuesByQuality.Select(count => $"{count.Count} {count.Quality}")));
        ReportTable table = new ReportTable().Name("parameter").Number("value").Name("unit").Name("quality").Text("source");
        foreach (PlatformValue value in platform.Values)
        {
            table.Row(value.Field, value.Value.ToString("R", CultureInfo.InvariantCulture), value.Unit, value.Quality, value.Source);
        }
        table.WriteTo(writer);
    }
}
