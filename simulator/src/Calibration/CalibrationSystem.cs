using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sim.Simulator.Calibration;

/// <summary>A measured system: the platform that stands for it, in picoseconds.</summary>
internal sealed class CalibrationSystem
{
    private const string Resource = "Sim.Simulator.calibration.systems.json";

    private static readonly Dictionary<string, SystemEntry> Entries = ReadEntries();
    private static readonly ConcurrentDictionary<string, CalibrationSystem> Loaded = new();

    private CalibrationSystem(string name, Platform platform, string basedOn)
    {
        Name = name;
        Platform = platform;
        BasedOn = basedOn;
    }

    public string Name { get; }

    public Platform Platform { get; }

    /// <summary>The preset that the system is, but for what its entry changes.</summary>
    public string BasedOn { get; }

    /// <summary>The system of that name; null if nothing stands for it.</summary>
    public static CalibrationSystem? Find(string name) => !Entries.TryGetValue(name, out SystemEntry? entry)
        ? null
        : Loaded.GetOrAdd(name, _ => new CalibrationSystem(name, Platform.LoadInPicoseconds(entry.Platform, entry.Change), entry.Platform));

    /// <summary>The system with a platform of the user's, or with changed quantities.</summary>
    public CalibrationSystem With(string platform, IReadOnlyDictionary<string, PlatformQuantity>? changes)
    {
        Dictionary<string, PlatformQuantity> all = new(Entries[Name].Change ?? []);
        foreach ((string field, PlatformQuantity quantity) in changes ?? new Dictionary<string, PlatformQuantity>()) { all[field] = quantity; }
        return new CalibrationSystem(Name, Platform.LoadInPicoseconds(platform, all), BasedOn);
    }

    private static Dictionary<string, SystemEntry> ReadEntries()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize(stream, SystemsJson.Default.DictionaryStringSystemEntry)!;
    }
}

/// <summary>One entry of <c>systems.json</c>.</summary>
internal sealed class SystemEntry
{
    public required string Platform { get; init; }

    public Dictionary<string, PlatformQuantity>? Change { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Dictionary<string, SystemEntry>))]
internal sealed partial class SystemsJson : JsonSerializerContext;
