using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Sim.CacheModel;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace explore</c>: the crash images of a trace, checked by a program or by an assembly.</summary>
internal static class TraceExploreCommand
{
    private const string Exact = "exact";
    private static readonly BigInteger DefaultMaxStates = 1_000_000_000_000;

    private static readonly Option<string?> Command = ValueOptions.Text("--checker", "CMD",
        "A program that is given the image's path in place of {image} (or as last argument); exit code 0 means consistent.");
    private static readonly Option<string?> Assembly = ValueOptions.Text("--checker-assembly", "DLL",
        "A .NET assembly with a public class that implements IImageChecker: no process per image.");
    private static readonly Option<bool> Count = new("--count") { Description = "Only count crash points, states and distinct images." };
    private static readonly Option<string> Engine = new("--engine")
    {
        HelpName = "NAME",
        Description = $"'{Exact}', or for comparison an engine of pmreorder: {string.Join(", ", ReorderEngines.Names)}.",
        DefaultValueFactory = _ => Exact,
    };
    private static readonly Option<string[]> Markers = new("--marker", "-x")
    {
        HelpName = "NAME=ENGINE,...",
        Description = "Engines of pmreorder between NAME.BEGIN and NAME.END.",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<string> Model = new("--model")
    {
        HelpName = "NAME",
        Description = $"Persistency model of the exact engine: {string.Join(", ", TraceExploreOptions.Models.Select(model => model.Name))}.",
        DefaultValueFactory = _ => Px86Line.Model.Name,
    };
    private static readonly Option<string?> From = ValueOptions.Text("--from", "MARKER", "Start after this marker, by default after the first that ends with CREATE.END.");
    private static readonly Option<string?> Until = ValueOptions.Text("--until", "MARKER", "End before this marker.");
    private static readonly Option<bool> Whole = new("--whole") { Description = "Explore from the first event on, creation too." };
    private static readonly Option<string[]> Init = new("--init")
    {
        HelpName = "[NAME=]FILE",
        Description = "What the mapped file (of this name) held before, plain or gzip; zeros without it.",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<BigInteger> MaxStates = new("--max-states-per-point")
    {
        HelpName = "N",
        Description = "Crash points with more states are counted, not enumerated.",
        DefaultValueFactory = _ => DefaultMaxStates,
        CustomParser = ParseMaxStates,
    };
    private static readonly Option<int> MaxImages = ValueOptions.Count("--max-images", "Stop after so many images (exit code 3).", int.MaxValue);
    private static readonly Option<int> Jobs = ValueOptions.Count("--jobs", "Checkers that run at the same time.", Environment.ProcessorCount);
    private static readonly Option<int> Timeout = ValueOptions.Count("--timeout", "Seconds after which a checker program is killed, and its image counts as inconsistent.", 10);

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = TraceCommand.FileArgument();
        OutputOptions outputOptions = new();
        Option<ulong> seed = ValueOptions.Seed();
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
        foreach (Option option in (Option[])[Command, Assembly, Count, Engine, Markers, Model, From, Until, Whole, Init, MaxStates, MaxImages, Jobs, Timeout, seed])
        {
            command.Options.Add(option);
        }
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            TraceExploreOptions options = Read(parsed) with { Seed = parsed.GetValue(seed) };
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

    private static TraceExploreOptions Read(ParseResult parsed)
    {
        string? program = parsed.GetValue(Command);
        string? assembly = parsed.GetValue(Assembly);
        int ways = (program is null ? 0 : 1) + (assembly is null ? 0 : 1) + (parsed.GetValue(Count) ? 1 : 0);
        if (ways != 1) { throw new InputException("expected one of --checker, --checker-assembly and --count"); }
        string engine = parsed.GetRequiredValue(Engine);
        InitialImages initial = new();
        foreach (string given in parsed.GetRequiredValue(Init))
        {
            int equals = given.IndexOf('=', StringComparison.Ordinal);
            initial.Load(equals < 0 ? null : given[..equals], given[(equals + 1)..]);
        }
        string model = parsed.GetRequiredValue(Model);
        return new TraceExploreOptions
        {
            Engine = engine == Exact ? null : ReorderEngines.Parse(engine),
            EnginesByMarker = ReadMarkers(parsed.GetRequiredValue(Markers)),
            Model = TraceExploreOptions.Models.FirstOrDefault(known => known.Name == model)
                ?? throw InputException.Unknown("model", model, TraceExploreOptions.Models.Select(known => known.Name)),
            Part = new ExploredPart(parsed.GetValue(From), parsed.GetValue(Until), parsed.GetValue(Whole)),
            MaxStatesPerPoint = parsed.GetValue(MaxStates),
            MaxImages = parsed.GetValue(MaxImages) is int limit and < int.MaxValue ? limit : long.MaxValue,
            Initial = initial,
            Command = program,
            Checker = assembly is null ? null : InProcessCheckers.Load(assembly),
            Jobs = parsed.GetValue(Jobs),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
        };
    }

    private static Dictionary<string, ReorderEngine> ReadMarkers(string[] given)
    {
        Dictionary<string, ReorderEngine> engines = [];
        foreach (string pair in given.SelectMany(one => one.Split(',')))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) { throw new InputException($"--marker is '{pair}', expected NAME=ENGINE"); }
            engines[pair[..equals]] = ReorderEngines.Parse(pair[(equals + 1)..]);
        }
        return engines;
    }

    private static BigInteger ParseMaxStates(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (BigInteger.TryParse(text, NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out BigInteger value) && value >= 1 && value <= BigInteger.Pow(10, 30)) { return value; }
        result.AddError($"--max-states-per-point is '{text}', expected a whole number from 1 to 1e30");
        return default;
    }
}
