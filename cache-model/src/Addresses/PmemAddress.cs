namespace Sim.CacheModel;

/// <summary>A place in a mapping of persistent memory: the offset in bytes from its start.</summary>
/// <remarks>
/// Persistent pointers are stored as such offsets, never as machine addresses, so that a pool can be mapped anywhere.
/// Offset 0 is the pool header and serves as the null pointer.
/// </remarks>
/// <param name="Offset">Bytes from the start of the mapping.</param>
public readonly record struct PmemAddress(long Offset) : IComparable<PmemAddress>
{
    /// <summary>The null pointer: offset 0.</summary>
    public static PmemAddress Null => default;

    /// <summary>Whether this is the null pointer.</summary>
    public bool IsNull => Offset == 0;

    /// <summary>The cache line that holds the byte at this address.</summary>
    public CacheLine Line => new((int)(Offset >> CacheLine.Shift));

    /// <summary>The address <paramref name="bytes"/> further on.</summary>
    public static PmemAddress operator +(PmemAddress address, long bytes) => new(address.Offset + bytes);

    /// <summary>The address <paramref name="bytes"/> before.</summary>
    public static PmemAddress operator -(PmemAddress address, long bytes) => new(address.Offset - bytes);

    /// <summary>The distance in bytes between two addresses.</summary>
    public static long operator -(PmemAddress upper, PmemAddress lower) => upper.Offset - lower.Offset;

    /// <summary>Whether <paramref name="left"/> lies before <paramref name="right"/>.</summary>
    public static bool operator <(PmemAddress left, PmemAddress right) => left.Offset < right.Offset;

    /// <summary>Whether <paramref name="left"/> lies after <paramref name="right"/>.</summary>
    public static bool operator >(PmemAddress left, PmemAddress right) => left.Offset > right.Offset;

    /// <summary>Whether <paramref name="left"/> lies before or at <paramref name="right"/>.</summary>
    public static bool operator <=(PmemAddress left, PmemAddress right) => left.Offset <= right.Offset;

    /// <summary>Whether <paramref name="left"/> lies after or at <paramref name="right"/>.</summary>
    public static bool operator >=(PmemAddress left, PmemAddress right) => left.Offset >= right.Offset;

    /// <inheritdoc/>
    public int CompareTo(PmemAddress other) => Offset.CompareTo(other.Offset);

    /// <inheritdoc/>
    public override string ToString() => $"0x{Offset:x}";
}
