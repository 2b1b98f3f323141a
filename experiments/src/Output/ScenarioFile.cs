using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Sim.Simulator;

namespace Sim.Experiments.Output;

/// <summary>Reads a workload from a small JSON file, strictly.</summary>
/// <remarks>
/// <code>
/// { "name": "two-writers", "setup": ["insert(1, 10)"], "threads": [["insert(2, 20)", "get(1)"], ["delete(1)"]], "probe": ["get(2)"] }
/// </code>
/// Operations are written as the structure's reports write them. Only <c>threads</c> is required; unknown members are mistakes.
/// </remarks>
internal static partial class ScenarioFile
{
    /// <summary>Reads one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="structure">Says which operations there are.</param>
    /// <exception cref="InputException">The file cannot be read or is wrong; the message names the file and the place.</exception>
    public static Workload Read(string path, IStructure structure)
    {
        ScenarioText scenario = Parse(path);
        if (scenario.Threads.Count == 0) { throw InputException.InFile(path, "threads", "[]", "at least one list of operations"); }
        return new Workload(scenario.Name ?? Path.GetFileNameWithoutExtension(path), Operations("setup", scenario.Setup),
            [.. scenario.Threads.Select((thread, index) => Operations($"threads[{index}]", thread))], Operations("probe", scenario.Probe));

        IReadOnlyList<Operation> Operations(string field, IReadOnlyList<string>? calls) =>
            [.. (calls ?? []).Select((call, index) => Call(path, $"{field}[{index}]", call, structure))];
    }

    private static ScenarioText Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), ScenarioJson.Default.ScenarioText)
                ?? throw new InputException($"{path}: holds null, expected a scenario");
        }
        catch (JsonException malformed)
        {
            throw new InputException($"{path}:{malformed.LineNumber + 1}: {malformed.Message.Split(" Path:")[0].ReplaceLineEndings(" ")}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {failure.Message}");
        }
    }

    private static Operation Call(string path, string field, string text, IStructure structure)
    {
        Match match = CallPattern().Match(text);
        string name = match.Groups["name"].Value;
        int kind = structure.Operations.ToList().FindIndex(operation => operation.Name == name);
        ulong[] arguments = [.. match.Groups["argument"].Captures.Select(capture =>
            ulong.TryParse(capture.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
                ? value
                : throw InputException.InFile(path, field, capture.Value, "a whole number of at most 64 bits"))];
        if (kind < 0 || arguments.Length != structure.Operations[kind].ArgumentCount)
        {
            throw InputException.InFile(path, field, $"'{text}'", "one of " + string.Join(", ", structure.Operations.Select(operation =>
                $"{operation.Name}({operation.ArgumentCount switch { 0 => "", 1 => "key", _ => "key, value" }})")));
        }
        return new Operation(kind, arguments.ElementAtOrDefault(0), arguments.ElementAtOrDefault(1));
    }

    [GeneratedRegex(@"^(?<name>[a-z-]+)\(((?<argument>[0-9]+)(, ?(?<argument>[0-9]+))*)?\)$")]
    private static partial Regex CallPattern();
}

/// <summary>The file as it stands.</summary>
/// <param name="Threads">The operations of each thread.</param>
/// <param name="Name">A name; by default that of the file.</param>
/// <param name="Setup">Operations that run before.</param>
/// <param name="Probe">Operations that run after recovery.</param>
internal sealed record ScenarioText(
    IReadOnlyList<IReadOnlyList<string>> Threads, string? Name = null, IReadOnlyList<string>? Setup = null, IReadOnlyList<string>? Probe = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ScenarioText))]
internal sealed partial class ScenarioJson : JsonSerializerContext;
