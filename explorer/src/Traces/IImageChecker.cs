namespace Sim.Explorer.Traces;

/// <summary>A checker that runs inside Sim, on images in memory: the fast path beside an external program.</summary>
/// <remarks>
/// Implement it in a class with a constructor without parameters, in an assembly that references Sim.Explorer. Each worker
/// thread makes one instance and shows it one image after another.
/// </remarks>
public interface IImageChecker
{
    /// <summary>Checks an image.</summary>
    /// <param name="image">The image; valid until the method returns, and not to be written to.</param>
    /// <returns>Null if it is consistent, else a few words: images with the same words are counted together.</returns>
    string? Check(TracedImage image);
}

/// <summary>The files of a trace as a crash left them.</summary>
public sealed class TracedImage
{
    private readonly byte[][] _files;
    private readonly IReadOnlyList<string> _names;

    internal TracedImage(byte[][] files, IReadOnlyList<string> names) => (_files, _names) = (files, names);

    /// <summary>The names of the files, as the traced program gave them.</summary>
    public IReadOnlyList<string> FileNames => _names;

    /// <summary>The content of the first file.</summary>
    public ReadOnlySpan<byte> Bytes => _files[0];

    /// <summary>The crash point's event, from 0.</summary>
    public long EventIndex { get; internal set; }

    /// <summary>The markers that the program had passed, in order.</summary>
    public IReadOnlyList<string> Markers { get; internal set; } = [];

    /// <summary>The content of a file.</summary>
    /// <param name="index">Its number in <see cref="FileNames"/>.</param>
    public ReadOnlySpan<byte> File(int index) => _files[index];
}
