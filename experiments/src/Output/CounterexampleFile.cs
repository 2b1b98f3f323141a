using System.Text.Json;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Output;

/// <summary>Reads the counterexample files that <c>sim explore</c> and <c>sim fences</c> write.</summary>
internal static class CounterexampleFile
{
    /// <summary>Reads one file.</summary>
    /// <exception cref="InputException">
    /// The file cannot be read, is not JSON, is of another version, or lacks a field; the message names the file and the place.
    /// </exception>
    public static Counterexample Read(string path)
    {
        string text = ReadText(path);
        try
        {
            using (JsonDocument document = JsonDocument.Parse(text)) { CheckVersion(path, document.RootElement); }
            return ResultJson.Read(text, json => json.Counterexample)
                ?? throw new InputException($"{path}: holds null, expected a counterexample");
        }
        catch (JsonException malformed)
        {
            throw new InputException($"{path}:{malformed.LineNumber + 1}: {FirstSentence(malformed.Message)}");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {failure.Message}");
        }
    }

    private static void CheckVersion(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement version))
        {
            throw new InputException($"{path}: has no field 'version': not a counterexample of Sim");
        }
        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number != Counterexample.CurrentVersion)
        {
            throw InputException.InFile(path, "version", version.GetRawText(), $"{Counterexample.CurrentVersion}");
        }
    }

    // The rest of the message repeats path and line, counted from 0.
    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" Path:", StringComparison.Ordinal);
        end = end < 0 ? message.IndexOf(" LineNumber:", StringComparison.Ordinal) : end;
        return (end < 0 ? message : message[..end]).ReplaceLineEndings(" ");
    }
}
