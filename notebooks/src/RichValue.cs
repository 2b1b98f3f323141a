using System.Reflection;
using System.Text.Json.Nodes;

namespace Sim.Notebooks;

/// <summary>Turns a value into a notebook's MIME bundle: always text, and whatever its type offers.</summary>
/// <remarks>
/// A type offers other forms through an attribute that is found by its name, as .NET Interactive does: <c>TypeFormatterSource</c>
/// names a class whose <c>CreateTypeFormatters()</c> yields objects with <c>MimeType</c> and <c>Format(object, TextWriter)</c>.
/// So that a type draws itself in both engines and refers to neither.
/// </remarks>
internal static class RichValue
{
    private const string AttributeName = "TypeFormatterSourceAttribute";

    /// <summary>The bundle of a value.</summary>
    public static JsonObject Format(object? value)
    {
        JsonObject bundle = new() { ["text/plain"] = Lines(value?.ToString() ?? "null") };
        foreach (object formatter in value is null ? [] : FormattersOf(value.GetType()))
        {
            Type type = formatter.GetType();
            string mimeType = (string)type.GetProperty("MimeType")!.GetValue(formatter)!;
            using StringWriter writer = new();
            if ((bool)type.GetMethod("Format")!.Invoke(formatter, [value, writer])!) { bundle[mimeType] = Lines(writer.ToString()); }
        }
        return bundle;
    }

    /// <summary>A text as notebooks store it: one string per line, each with its line feed.</summary>
    public static JsonArray Lines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        IEnumerable<string> ended = lines[..^1].Select(line => line + "\n").Concat(lines[^1].Length > 0 ? [lines[^1]] : []);
        return new JsonArray([.. ended.Select(line => (JsonNode)line)]);
    }

    private static IEnumerable<object> FormattersOf(Type type)
    {
        Attribute? attribute = type.GetCustomAttributes(inherit: true).OfType<Attribute>()
            .FirstOrDefault(candidate => candidate.GetType().Name == AttributeName);
        if (attribute?.GetType().GetProperty("FormatterSourceType")?.GetValue(attribute) is not Type sourceType) { return []; }
        object source = Activator.CreateInstance(sourceType, nonPublic: true)!;
        MethodInfo create = sourceType.GetMethod("CreateTypeFormatters")!;
        return (IEnumerable<object>)create.Invoke(source, null)!;
    }
}
