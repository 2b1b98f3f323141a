using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>One worker's image, changed in place from one crash state to the next, and what checks it.</summary>
internal abstract class ImageChecker : IDisposable
{
    /// <summary>Writes bytes at a place of a file.</summary>
    public abstract void Write(ulong place, ReadOnlySpan<byte> bytes);

    /// <summary>Checks the image as it is now.</summary>
    /// <param name="context">The crash point.</param>
    /// <param name="restore">Writes everything again that was ever written, after a checker may have changed the image.</param>
    public abstract ImageVerdict Check(in CheckContext context, Action restore);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases files and memory.</summary>
    protected virtual void Dispose(bool isDisposing)
    {
    }
}

/// <summary>The files of a trace before its first store, from which every worker makes its image.</summary>
/// <param name="files">The trace's files, all of them.</param>
/// <param name="initial">What they held.</param>
internal sealed class ImageTemplate(IReadOnlyList<TracedFile> files, InitialImages initial)
{
    private const int PageBytes = 4096;

    /// <summary>How many files there are.</summary>
    public int FileCount => files.Count;

    /// <summary>The files' names.</summary>
    public IReadOnlyList<string> Names { get; } = [.. files.Select(file => file.Name)];

    /// <summary>A file's length: its farthest mapping, or its given content if that is longer.</summary>
    public long LengthBytes(int file) => Math.Max(files[file].LengthBytes, initial.Of(files[file].Name).Length);

    /// <summary>Throws if the files are larger than a limit.</summary>
    /// <exception cref="InputException">They are.</exception>
    public void CheckSize(long maxBytes, string where)
    {
        long total = 0;
        for (int file = 0; file < files.Count; file++) { total += LengthBytes(file); }
        if (files.Count == 0) { throw new InputException("the trace maps no file, so there is no image to check"); }
        if (total > maxBytes) { throw new InputException($"the files of the trace have {total} bytes, images {where} hold at most {maxBytes}"); }
    }

    /// <summary>The pages of a file that are not zero, with their offsets.</summary>
    public IEnumerable<(long Offset, ReadOnlyMemory<byte> Bytes)> Pages(int file)
    {
        ReadOnlyMemory<byte> content = initial.Of(files[file].Name);
        for (int offset = 0; offset < content.Length; offset += PageBytes)
        {
            int count = Math.Min(PageBytes, content.Length - offset);
            if (content.Span.Slice(offset, count).ContainsAnyExcept((byte)0)) { yield return (offset, content.Slice(offset, count)); }
        }
    }
}
