namespace Sim.CacheModel;

/// <summary>A cache line of a mapping: the unit of write-back, 64 bytes, aligned.</summary>
/// <param name="Index">The line's number, counted from the start of the mapping.</param>
public readonly record struct CacheLine(int Index)
{
    /// <summary>Bytes in a line.</summary>
    public const int Bytes = 64;

    /// <summary>Binary logarithm of <see cref="Bytes"/>.</summary>
    public const int Shift = 6;

    /// <summary>The address of the line's first byte.</summary>
    public PmemAddress Start => new((long)Index << Shift);

    /// <summary>The first line and the number of lines that a range of bytes touches.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="lengthBytes">Bytes in the range; an empty range touches no line.</param>
    public static (CacheLine First, int Count) Covering(PmemAddress address, long lengthBytes) =>
        lengthBytes <= 0
            ? (address.Line, 0)
            : (address.Line, (address + (lengthBytes - 1)).Line.Index - address.Line.Index + 1);
}
