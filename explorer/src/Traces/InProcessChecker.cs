using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Checks images in memory with an <see cref="IImageChecker"/>.</summary>
internal sealed class InProcessChecker : ImageChecker
{
    private const long MaxBytes = 1L << 30;
    private readonly byte[][] _files;
    private readonly TracedImage _image;
    private readonly IImageChecker _checker;
    private int _markerCount = -1;

    /// <summary>Makes a worker's image.</summary>
    public InProcessChecker(ImageTemplate template, IImageChecker checker)
    {
        template.CheckSize(MaxBytes, "in memory");
        _checker = checker;
        _files = new byte[template.FileCount][];
        for (int file = 0; file < _files.Length; file++)
        {
            _files[file] = new byte[template.LengthBytes(file)];
            foreach ((long offset, ReadOnlyMemory<byte> bytes) in template.Pages(file)) { bytes.Span.CopyTo(_files[file].AsSpan((int)offset)); }
        }
        _image = new TracedImage(_files, template.Names);
    }

    /// <inheritdoc/>
    public override void Write(ulong place, ReadOnlySpan<byte> bytes)
    {
        byte[] file = _files[TraceMappings.FileOf(place)];
        int offset = (int)TraceMappings.OffsetOf(place);
        bytes[..Math.Min(bytes.Length, file.Length - offset)].CopyTo(file.AsSpan(offset));
    }

    /// <inheritdoc/>
    public override ImageVerdict Check(in CheckContext context, Action restore)
    {
        _image.EventIndex = context.Point.EventIndex;
        if (_markerCount != context.Point.MarkerCount)
        {
            _markerCount = context.Point.MarkerCount;
            _image.Markers = context.Markers.First(_markerCount);
        }
        try
        {
            return new ImageVerdict(_checker.Check(_image));
        }
        catch (Exception defect) when (defect is not OutOfMemoryException)
        {
            // A checker that stumbles over an image has found an image that it cannot read.
            return new ImageVerdict($"the checker threw {defect.GetType().Name}");
        }
    }
}
