using System.Text;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>The text of a litmus file, line by line without comments and blank lines.</summary>
/// <param name="file">The file's name, for complaints.</param>
/// <param name="text">What stands in it.</param>
internal sealed class LitmusText(string file, string text)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string[] _lines = text.Split('\n');
    private int _next;

    /// <summary>Decodes a file.</summary>
    /// <exception cref="InputException">It is no UTF-8.</exception>
    public static string Decode(string file, ReadOnlySpan<byte> utf8)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble)) { utf8 = utf8[Encoding.UTF8.Preamble.Length..]; }
        try
        {
            return Utf8.GetString(utf8);
        }
        catch (DecoderFallbackException failure)
        {
            ReadOnlySpan<byte> before = utf8[..Math.Clamp(failure.Index, 0, utf8.Length)];
            int line = before.Count((byte)'\n') + 1;
            int column = before.Length - before.LastIndexOf((byte)'\n');
            throw new InputException($"{file}:{line}:{column}: found bytes that are no UTF-8, expected UTF-8");
        }
    }

    /// <summary>The next line that is not blank, or null at the end of the file.</summary>
    public LitmusLine? TryTakeLine()
    {
        while (_next < _lines.Length)
        {
            string line = _lines[_next++];
            int comment = line.IndexOf('#', StringComparison.Ordinal);
            if (comment >= 0) { line = line[..comment]; }
            if (!string.IsNullOrWhiteSpace(line)) { return new LitmusLine(file, _next, line.TrimEnd()); }
        }
        return null;
    }

    /// <summary>The next line that is not blank.</summary>
    /// <param name="expected">What should stand there.</param>
    /// <exception cref="InputException">The file is at its end.</exception>
    public LitmusLine TakeLine(string expected) => TryTakeLine() ?? throw EndOfFile(expected);

    /// <summary>The complaint that the file ends too early.</summary>
    public InputException EndOfFile(string expected) => new($"{file}:{_lines.Length}:{_lines[^1].Length + 1}: found the end of the file, expected {expected}");
}
