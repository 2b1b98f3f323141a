using System.Text.Json.Serialization;

namespace Sim.Simulator;

/// <summary>A platform's JSON file, before its numbers are checked.</summary>
internal sealed class PlatformFile
{
    public string? Name { get; init; }

    public string? Title { get; init; }

    public string? Model { get; init; }

    public string? Persistence { get; init; }

    public Dictionary<string, PlatformQuantity?>? Core { get; init; }

    public Dictionary<string, PlatformQuantity?>? Caches { get; init; }

    public Dictionary<string, PlatformQuantity?>? Memory { get; init; }

    public Dictionary<string, PlatformQuantity?>? Optane { get; set; }

    public Dictionary<string, PlatformQuantity?>? Dram { get; set; }

    public Dictionary<string, PlatformQuantity?>? Link { get; set; }

    public Dictionary<string, PlatformQuantity?>? Rdma { get; set; }

    /// <summary>Replaces one quantity, or adds it; a section that is missing is made.</summary>
    /// <exception cref="InputException">The field does not name a section.</exception>
    public void Change(string file, string field, PlatformQuantity quantity)
    {
        string[] parts = field.Split('.');
        Dictionary<string, PlatformQuantity?>? section = parts.Length != 2 ? null : parts[0] switch
        {
            "core" => Core,
            "caches" => Caches,
            "memory" => Memory,
            "optane" => Optane ??= [],
            "dram" => Dram ??= [],
            "link" => Link ??= [],
            "rdma" => Rdma ??= [],
            _ => null,
        };
        if (section is null) { throw InputException.InFile(file, field, "not a field of a platform", "section.name, as sim platforms shows them"); }
        section[parts[1]] = quantity;
    }
}

/// <summary>A number with its unit and where it comes from.</summary>
internal sealed class PlatformQuantity
{
    public double? Value { get; init; }

    public string? Unit { get; init; }

    public string? Source { get; init; }

    public string? Quality { get; init; }
}

/// <summary>Reads platform files: comments are allowed, unknown and repeated keys are not.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true, AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PlatformFile))]
internal sealed partial class PlatformJson : JsonSerializerContext;
