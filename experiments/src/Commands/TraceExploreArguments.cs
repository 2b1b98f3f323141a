using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Sim.CacheModel;
using Sim.Explorer.Traces;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary>The options of <c>sim trace explore</c>: how crash images are made, and what checks them.</summary>
internal sealed class TraceExploreArguments
{
    private const string Exact = "exact";
    private static readonly BigInteger DefaultMaxStates = 1_000_000_000_000;

    private readonly Option<string?> _program = ValueOptions.Text("--checker", "CMD",
        "A program that is given the image's path in place of {image} (or as last argument); exit code 0 means consistent.");
    private readonly Option<string?> _assembly = ValueOptions.Text("--checker-assembly", "DLL[:CLASS]",
        "A .NET assembly with a public class that implements IImageChecker: no process per image.");
    private readonly Option<bool> _count = new("--count") { Description = "Only count crash points, states and distinct images." };
    private readonly Option<string> _engine = new("--engine")
    {
        HelpName = "NAME",
        Description = $"'{Exact}', or for comparison an engine of pmreorder: {string.Join(", ", ReorderEngines.Names)}.",
        DefaultValueFactory = _ => Exact,
    };
    private readonly Option<string[]> _markers = new("--marker", "-x")
    {
        HelpName = "NAME=ENGINE,...",
        Description = "Engines of pmreorder between NAME.BEGIN and NAME.END.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<string> _model = new("--model")
    {
        HelpName = "NAME",
        Description = $"Persistency model of the exact engine: {string.Join(", ", TraceExploreOptions.Models.Select(model => model.Name))}.",
        DefaultValueFactory = _ => Px86Line.Model.Name,
    };
    private readonly Option<string?> _from = ValueOptions.Text("--from", "MARKER", "Start after this marker, by default after the first that ends with CREATE.END.");
    private readonly Option<string?> _until = ValueOptions.Text("--until", "MARKER", "End before this marker.");
    private readonly Option<bool> _whole = new("--whole") { Description = "Explore from the first event on, creation too." };
    private readonly Option<string[]> _init = new("--init")
    {
        HelpName = "[NAME=]FILE",
        Description = "What the mapped file (of this name) held before, plain or gzip; zeros without it.",
        DefaultValueFactory = _ => [],
    };
    private readonly Option<BigInteger> _maxStates = new("--max-states-per-point")
    {
        HelpName = "N",
        Description = "Crash points with more states are counted, not enumerated.",
        DefaultValueFactory = _ => DefaultMaxStates,
        CustomParser = ParseMaxStates,
    };
    private readonly Option<int> _maxImages = ValueOptions.Count("--max-images", "Stop after so many images (exit code 3).", int.MaxValue);
    private readonly Option<int> _jobs = ValueOptions.Count("--jobs", "Checkers that run at the same time.", Environment.ProcessorCount);
    private readonly Option<int> _timeout = ValueOptions.Count("--timeout", "Seconds after which a checker program is killed, and its image counts as inconsistent.", 10);
    private readonly Option<ulong> _seed = ValueOptions.Seed();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_program, _assembly, _count, _engine, _markers, _model, _from, _until, _whole, _init, _maxStates, _maxImages, _jobs, _timeout, _seed])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads what the user asked for.</summary>
    /// <exception cref="InputException">Options do not fit together, or a file cannot be read.</exception>
    public TraceExploreOptions Read(ParseResult parsed)
    {
        string? program = parsed.GetValue(_program);
        string? assembly = parsed.GetValue(_assembly);
        int ways = (program is null ? 0 : 1) + (assembly is null ? 0 : 1) + (parsed.GetValue(_count) ? 1 : 0);
        if (ways != 1) { throw new InputException("expected one of --checker, --checker-assembly and --count"); }
        string engine = parsed.GetRequiredValue(_engine);
        InitialImages initial = new();
        foreach (string given in parsed.GetRequiredValue(_init))
        {
            int equals = given.IndexOf('=', StringComparison.Ordinal);
            initial.Load(equals < 0 ? null : given[..equals], given[(equals + 1)..]);
        }
        string model = parsed.GetRequiredValue(_model);
        return new TraceExploreOptions
        {
            Engine = engine == Exact ? null : ReorderEngines.Parse(engine),
            EnginesByMarker = ReadMarkers(parsed.GetRequiredValue(_markers)),
            Model = TraceExploreOptions.Models.FirstOrDefault(known => known.Name == model)
                ?? throw InputException.Unknown("model", model, TraceExploreOptions.Models.Select(known => known.Name)),
            Part = new ExploredPart(parsed.GetValue(_from), parsed.GetValue(_until), parsed.GetValue(_whole)),
            MaxStatesPerPoint = parsed.GetValue(_maxStates),
            MaxImages = parsed.GetValue(_maxImages) is int limit and < int.MaxValue ? limit : long.MaxValue,
            Initial = initial,
            Command = program,
            Checker = assembly is null ? null : InProcessCheckers.Load(assembly),
            Jobs = parsed.GetValue(_jobs),
            Seed = parsed.GetValue(_seed),
            Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
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
