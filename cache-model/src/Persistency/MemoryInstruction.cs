namespace Sim.CacheModel;

/// <summary>A memory event in the form in which rules execute it: made once by <see cref="MemoryRules.Prepare"/>, executed many times.</summary>
public readonly record struct MemoryInstruction
{
    /// <summary>What it does.</summary>
    public EventKind Kind { get; init; }

    /// <summary>The <see cref="FlushKind"/>, <see cref="FenceKind"/>, <see cref="AccessOrder"/> or <see cref="SpinCondition"/>, by <see cref="Kind"/>.</summary>
    public byte Variant { get; init; }

    /// <summary>Bytes accessed.</summary>
    public byte SizeBytes { get; init; }

    /// <summary>Offset of the accessed bytes in their cache line.</summary>
    public byte OffsetBytes { get; init; }

    /// <summary>Whether this is the first word of a wide store; the next instruction is the other word.</summary>
    public bool BeginsWideStore { get; init; }

    /// <summary>Whether this is the other word of a wide store, in no order with the first one.</summary>
    public bool ContinuesWideStore { get; init; }

    /// <summary>The cache line accessed.</summary>
    public CacheLine Line { get; init; }

    /// <summary>A number that the rules have given to what it stores or flushes; -1 where there is none.</summary>
    public int Entry { get; init; }

    /// <summary>The same for the upper word, where a compare-exchange covers two persist units; else -1.</summary>
    public int UpperEntry { get; init; }

    /// <summary>The value stored, the desired value of a compare-exchange.</summary>
    public UInt128 Operand { get; init; }

    /// <summary>The operand of a wait, or the value expected by a compare-exchange.</summary>
    public UInt128 Comparand { get; init; }

    /// <summary>What a wait waits for.</summary>
    public SpinCondition Condition => (SpinCondition)Variant;

    /// <summary>Which fence a fence is.</summary>
    public FenceKind Fence => (FenceKind)Variant;

    /// <summary>How a load or store is ordered.</summary>
    public AccessOrder Order => (AccessOrder)Variant;

    /// <summary>Whether the program reads a value here.</summary>
    public bool Reads => Kind is EventKind.Load or EventKind.CompareExchange or EventKind.SpinUntil;

    /// <summary>An event in this form, before the rules have numbered what it stores.</summary>
    public static MemoryInstruction Of(in MemoryEvent request) => new()
    {
        Kind = request.Kind,
        Variant = request.Variant,
        SizeBytes = (byte)request.SizeBytes,
        OffsetBytes = (byte)(request.Address.Offset & (CacheLine.Bytes - 1)),
        ContinuesWideStore = request.ContinuesWideStore,
        Line = request.Address.Line,
        Entry = -1,
        UpperEntry = -1,
        Operand = request.Operand,
        Comparand = request.Kind == EventKind.SpinUntil ? request.Operand : request.Expected,
    };
}
