using System.Reflection;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A machine to simulate: a persistency model and timing parameters, read from data with the source of each number.</summary>
public sealed record Platform
{
    /// <summary>The platform that tools use when the user names none.</summary>
    public const string DefaultName = "optane-g1-adr";

    private const string ResourcePrefix = "Sim.Simulator.platforms.";
    private const string Extension = ".json";

    /// <summary>The names of the presets, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(Platform).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => name[ResourcePrefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>One line for listings.</summary>
    public required string Title { get; init; }

    /// <summary>The name of the persistency model that tells which crash states exist: <c>px86-line</c>, <c>eadr</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Where data survive a power failure.</summary>
    public required PersistenceDomain Persistence { get; init; }

    /// <summary>Whether anything survives a power failure; if not, there are no crash states to explore and no flush to save.</summary>
    public bool IsPersistent => Persistence != PersistenceDomain.None;

    /// <summary>Ticks per nanosecond; all times of the other properties are such ticks. A tick is a core cycle unless a finer unit was asked for.</summary>
    public required double CyclesPerNs { get; init; }

    /// <summary>The core's frequency.</summary>
    public required double Gigahertz { get; init; }

    /// <summary>Costs of a core.</summary>
    public required CoreParameters Core { get; init; }

    /// <summary>The caches.</summary>
    public required CacheParameters Caches { get; init; }

    /// <summary>The memory behind the caches.</summary>
    public required MemoryParameters Memory { get; init; }

    /// <summary>The network to the host that holds the memory; null if this host does.</summary>
    public required RdmaParameters? Rdma { get; init; }

    /// <summary>Every number of the file with its unit, source and quality, in the order of use.</summary>
    public required IReadOnlyList<PlatformValue> Values { get; init; }

    /// <summary>How many of the <see cref="Values"/> have each quality that occurs, the most trustworthy first.</summary>
    public IReadOnlyList<(string Quality, int Count)> ValuesByQuality =>
    [
        .. PlatformValue.Qualities
            .Select(quality => (quality, Values.Count(value => value.Quality == quality)))
            .Where(count => count.Item2 > 0),
    ];

    /// <summary>Loads a preset by name, or a platform file by path.</summary>
    /// <param name="nameOrPath">A name of <see cref="Names"/>, or the path of a JSON file.</param>
    /// <exception cref="InputException">There is no such preset or file, or the file is not a platform.</exception>
    public static Platform Load(string nameOrPath) => PlatformReader.Read(FileName(nameOrPath), ReadFile(nameOrPath));

    /// <summary>Loads a platform with times in picoseconds, and with some quantities changed.</summary>
    internal static Platform LoadInPicoseconds(string nameOrPath, IReadOnlyDictionary<string, PlatformQuantity>? changes = null) =>
        PlatformReader.Read(FileName(nameOrPath), ReadFile(nameOrPath), ticksPerNs: 1000, changes);

    /// <summary>The content of a preset's or a user's file.</summary>
    internal static byte[] ReadFile(string nameOrPath)
    {
        if (Names.Contains(nameOrPath)) { return ReadPreset(nameOrPath); }
        bool looksLikePath = nameOrPath.EndsWith(Extension, StringComparison.Ordinal) || nameOrPath.Contains('/', StringComparison.Ordinal);
        if (!looksLikePath) { throw InputException.Unknown("platform", nameOrPath, Names); }
        try
        {
            return File.ReadAllBytes(nameOrPath);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{nameOrPath}: the platform file cannot be read ({error.GetType().Name})");
        }
    }

    private static string FileName(string nameOrPath) => Names.Contains(nameOrPath) ? $"{nameOrPath}{Extension}" : nameOrPath;

    private static byte[] ReadPreset(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{ResourcePrefix}{name}{Extension}")!;
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return json;
    }
}
