using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sim.Experiments.Output;

/// <summary>Writes and reads results as JSON for people as well: quotes and angle brackets stay as they are.</summary>
internal static class ResultJson
{
    private static readonly SimJson Readable =
        new(new JsonSerializerOptions(SimJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>A result as text, with a line feed at its end.</summary>
    /// <param name="result">The result.</param>
    /// <param name="type">Its JSON form.</param>
    public static string Write<T>(T result, Func<SimJson, JsonTypeInfo<T>> type) => JsonSerializer.Serialize(result, type(Readable)) + "\n";

    /// <summary>Reads a result; null if the text says null.</summary>
    /// <param name="text">The JSON text.</param>
    /// <param name="type">Its JSON form.</param>
    /// <exception cref="JsonException">The text is malformed or lacks a field.</exception>
    public static T? Read<T>(string text, Func<SimJson, JsonTypeInfo<T>> type) => JsonSerializer.Deserialize(text, type(Readable));
}
