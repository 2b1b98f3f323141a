using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A crash image that is still undecided: every line is a set of candidate contents.</summary>
/// <remarks>
/// A load decides as much as it reads and no more: of the candidates of a line, those that agree with the value returned
/// stay. The value is that of the first remaining candidate, so a fresh image always decides in the same way.
/// </remarks>
/// <param name="candidates">The candidate units of the image; units that are not listed hold zeros.</param>
/// <param name="unitBytes">The size of a persist unit: 8 or 64.</param>
public sealed class CrashImage(IReadOnlyDictionary<long, IReadOnlyList<byte[]>> candidates, int unitBytes) : IMemoryImage
{
    private readonly Dictionary<long, List<byte[]>> _units =
        candidates.ToDictionary(unit => unit.Key, unit => unit.Value.Select(content => content.ToArray()).ToList());

    /// <inheritdoc/>
    public ulong Read(PmemAddress address, int sizeBytes)
    {
        if (!_units.TryGetValue(address.Offset / unitBytes, out List<byte[]>? contents)) { return 0; }
        int offset = (int)(address.Offset % unitBytes);
        ulong value = ReadBytes(contents[0], offset, sizeBytes);
        contents.RemoveAll(content => ReadBytes(content, offset, sizeBytes) != value);
        return value;
    }

    /// <inheritdoc/>
    public void Write(PmemAddress address, int sizeBytes, ulong value)
    {
        long unit = address.Offset / unitBytes;
        if (!_units.TryGetValue(unit, out List<byte[]>? contents))
        {
            _units.Add(unit, contents = [new byte[unitBytes]]);
        }
        int offset = (int)(address.Offset % unitBytes);
        foreach (byte[] content in contents)
        {
            for (int i = 0; i < sizeBytes; i++) { content[offset + i] = (byte)(value >> (8 * i)); }
        }
    }

    private static ulong ReadBytes(byte[] content, int offset, int sizeBytes)
    {
        ulong value = 0;
        for (int i = sizeBytes - 1; i >= 0; i--) { value = (value << 8) | content[offset + i]; }
        return value;
    }
}
