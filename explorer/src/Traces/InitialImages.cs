using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>What the traced files held before the program started; zeros where nothing else is known.</summary>
public sealed class InitialImages
{
    private readonly Dictionary<string, byte[]> _byName = [];
    private byte[]? _only;

    /// <summary>Files of zeros.</summary>
    public static InitialImages Zeros => new();

    /// <summary>The length of the longest image that was given.</summary>
    private const long MaxBytes = 1L << 30;

    /// <summary>Gives the content of a file.</summary>
    /// <param name="name">The file's path in the trace, or null for all files of the trace.</param>
    /// <param name="path">Where its content is, plain or compressed with gzip.</param>
    /// <exception cref="InputException">It cannot be read, or is longer than 1 GiB.</exception>
    public void Load(string? name, string path)
    {
        using Stream stream = TraceFile.OpenContent(path);
        using MemoryStream content = new();
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (stream.Read(buffer) is int count and > 0)
            {
                if (content.Length + count > MaxBytes) { throw new InputException($"{path}: longer than {MaxBytes} bytes"); }
                content.Write(buffer, 0, count);
            }
        }
        catch (InvalidDataException)
        {
            throw new InputException($"{path}: the gzip data are damaged");
        }
        if (name is null) { _only = content.ToArray(); }
        else { _byName[name] = content.ToArray(); }
    }

    /// <summary>The content given for a file; empty if none was.</summary>
    internal ReadOnlyMemory<byte> Of(string name) => _byName.TryGetValue(name, out byte[]? content) ? content : _only ?? [];

    /// <summary>Reads the bytes at a place of a file.</summary>
    internal void Read(ulong place, TraceMappings mappings, Span<byte> bytes)
    {
        bytes.Clear();
        ReadOnlySpan<byte> content = Of(mappings.Files[TraceMappings.FileOf(place)].Name).Span;
        long offset = TraceMappings.OffsetOf(place);
        if (offset >= content.Length) { return; }
        content[(int)offset..Math.Min(content.Length, (int)offset + bytes.Length)].CopyTo(bytes);
    }
}
