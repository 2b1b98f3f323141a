using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary>The argument and the options that <c>run</c>, <c>explore</c> and <c>fences</c> share.</summary>
/// <param name="threads">Default number of threads.</param>
/// <param name="ops">Default number of operations per thread.</param>
/// <param name="keys">Default size of the key space, or <see cref="DistinctKeys"/>.</param>
internal sealed class ScenarioOptions(int threads, int ops, int keys)
{
    /// <summary>The platform that is taken unless another one is named.</summary>
    public const string DefaultPlatform = "optane-g1-adr";

    /// <summary>The size of a key space without bound, in which keys are practically distinct.</summary>
    public const int DistinctKeys = 0;

    private const string StructureName = "structure";
    private const string MutantName = "--mutant";

    private readonly Argument<string> _structure = new(StructureName) { Description = "A structure that 'sim list' names." };
    private readonly Option<string?> _mutant = ValueOptions.Text(MutantName, "NAME", "Seed one of the structure's defects ('sim list' names them).");
    private readonly Option<string> _platform = new("--platform")
    {
        HelpName = "NAME|FILE",
        Description = "The machine: a preset that 'sim list' names, or a file.",
        DefaultValueFactory = _ => DefaultPlatform,
    };
    private readonly Option<int> _threads = ValueOptions.Count("--threads", "Threads.", threads);
    private readonly Option<int> _ops = ValueOptions.Count("--ops", "Operations per thread.", ops);
    private readonly Option<int> _keys = ValueOptions.Count("--keys",
        keys == DistinctKeys
            ? "Size of the key space; 0 means distinct keys, or the bound of a structure that is linear in its size."
            : "Different keys or values to use.", keys,
        minimum: keys == DistinctKeys ? 0 : 1);
    private readonly Option<ulong> _seed = ValueOptions.Seed();
    private readonly OutputOptions _output = new();

    /// <summary>The structure that a call names, or null if its command takes none.</summary>
    public static string? FindStructure(ParseResult parsed) =>
        parsed.CommandResult.Command.Arguments.OfType<Argument<string>>().FirstOrDefault(argument => argument.Name == StructureName) is { } argument
            ? parsed.GetValue(argument) : null;

    /// <summary>The mutant that a call names, or null.</summary>
    public static string? FindMutant(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.OfType<Option<string?>>().FirstOrDefault(option => option.Name == MutantName) is { } option
            ? parsed.GetValue(option) : null;

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_structure);
        foreach (Option option in new Option[] { _mutant, _platform, _threads, _ops, _keys, _seed }) { command.Options.Add(option); }
        _output.AddTo(command);
    }

    /// <summary>The scenario that was asked for.</summary>
    /// <exception cref="InputException">The structure, mutant or platform is unknown, or its file is wrong.</exception>
    public Scenario ReadScenario(ParseResult parsed)
    {
        Platform platform = Platform.Load(parsed.GetRequiredValue(_platform));
        Scenario scenario = new()
        {
            StructureName = parsed.GetRequiredValue(_structure),
            MutantName = parsed.GetValue(_mutant),
            Platform = platform,
            Model = platform.Model,
            Threads = parsed.GetValue(_threads),
            Ops = parsed.GetValue(_ops),
            Keys = parsed.GetValue(_keys),
            Seed = parsed.GetValue(_seed),
        };
        // Names are checked before any output is touched.
        _ = scenario.CreateStructure(Structures.StructureScale.Small);
        return scenario;
    }

    /// <summary>Where the result goes.</summary>
    /// <exception cref="InputException">A path cannot be written.</exception>
    public ResultOutput OpenOutput(ParseResult parsed, SimTerminal terminal) => _output.Open(parsed, terminal);
}
