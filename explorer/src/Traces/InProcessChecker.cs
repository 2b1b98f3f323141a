using System.Reflection;
using System.Runtime.Loader;
using Sim.Simulator;
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

    /// <summary>Finds the checker of an assembly.</summary>
    /// <param name="path">The assembly's file.</param>
    /// <returns>What makes instances.</returns>
    /// <exception cref="InputException">The assembly cannot be loaded, or has not exactly one checker.</exception>
    public static Func<IImageChecker> Load(string path)
    {
        Type[] types;
        try
        {
            string fullPath = Path.GetFullPath(path);
            if (!File.Exists(fullPath)) { throw new InputException($"cannot read {path}: there is no such file"); }
            types = [.. AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath).GetExportedTypes()
                .Where(type => !type.IsAbstract && typeof(IImageChecker).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null)];
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or ReflectionTypeLoadException)
        {
            throw new InputException($"{path}: no .NET assembly that can be loaded ({failure.GetType().Name})");
        }
        return types.Length == 1
            ? () => (IImageChecker)Activator.CreateInstance(types[0])!
            : throw new InputException($"{path}: {types.Length} public classes implement {nameof(IImageChecker)}, expected 1");
    }
}
