namespace Sim.CacheModel;

/// <summary>One memory event of one thread, with the value it read and the site it came from.</summary>
/// <remarks>A value of n bytes stands in the low n bytes of the 128-bit fields, as in little-endian memory.</remarks>
public readonly record struct MemoryEvent
{
    /// <summary>What happens.</summary>
    public required EventKind Kind { get; init; }

    /// <summary>Where; the start of the line for a flush, 0 for fences and markers.</summary>
    public PmemAddress Address { get; init; }

    /// <summary>Bytes accessed: 1, 2, 4, 8 or 16; 0 for fences and markers, 64 for flushes.</summary>
    public int SizeBytes { get; init; }

    /// <summary>The value stored, the desired value of a compare-exchange, the operand of a wait, the argument of a marker.</summary>
    public UInt128 Operand { get; init; }

    /// <summary>The value that a compare-exchange expects.</summary>
    public UInt128 Expected { get; init; }

    /// <summary>The value read by a load, compare-exchange or wait.</summary>
    public UInt128 Read { get; init; }

    /// <summary>The <see cref="FlushKind"/>, <see cref="FenceKind"/>, <see cref="AccessOrder"/>, <see cref="SpinCondition"/> or <see cref="Marker"/>, by <see cref="Kind"/>.</summary>
    public byte Variant { get; init; }

    /// <summary>
    /// Whether this store is a further word of one wide store: the words of a wide store may become visible in any order
    /// (x86 promises nothing beyond 8 bytes).
    /// </summary>
    public bool ContinuesWideStore { get; init; }

    /// <summary>The site, as a number of the <see cref="SiteTable"/> that recorded the event.</summary>
    public int SiteId { get; init; }

    /// <summary>Whether the event returns a value to the program.</summary>
    public bool Reads => Kind is EventKind.Load or EventKind.CompareExchange or EventKind.SpinUntil;

    /// <summary>Whether two events are the same request, whatever was read.</summary>
    public bool IsSameRequest(in MemoryEvent other) =>
        (this with { Read = 0 }) == (other with { Read = 0 });
}
