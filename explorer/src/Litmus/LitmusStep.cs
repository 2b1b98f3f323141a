using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>A part of an instruction that a machine executes at once: the instruction, or one word of a wide store.</summary>
/// <param name="Instruction">The instruction.</param>
/// <param name="Location">The location accessed, or -1.</param>
/// <param name="ContinuesWideStore">Whether this is a further word of a wide store.</param>
internal readonly record struct LitmusStep(LitmusInstruction Instruction, int Location, bool ContinuesWideStore)
{
    /// <summary>The steps of a thread, in program order.</summary>
    public static LitmusStep[] Of(LitmusThread thread) => [.. thread.Instructions.SelectMany(instruction => instruction.Locations.Count <= 1
        ? [new LitmusStep(instruction, instruction.Locations.Count == 0 ? -1 : instruction.Locations[0], false)]
        : instruction.Locations.Select((location, word) => new LitmusStep(instruction, location, word > 0)))];

    /// <summary>Whether it reads a value and stores another one in the same instant.</summary>
    public bool IsModify => Instruction.Opcode is LitmusOpcode.Exchange or LitmusOpcode.FetchAdd or LitmusOpcode.CompareExchange;

    /// <summary>What a modify leaves in memory.</summary>
    /// <param name="old">The value found.</param>
    /// <param name="value">Its operand.</param>
    /// <param name="expected">The value that a compare-exchange expects.</param>
    public long Modified(long old, long value, long expected) => Instruction.Opcode switch
    {
        LitmusOpcode.Exchange => value,
        LitmusOpcode.FetchAdd => unchecked(old + value),
        _ => old == expected ? value : old,
    };

    /// <summary>The step as a memory event.</summary>
    /// <param name="address">Where, unless it is a fence.</param>
    /// <param name="value">The value stored.</param>
    /// <param name="expected">The value that a compare-exchange expects.</param>
    public MemoryEvent Event(PmemAddress address, long value, long expected) => Instruction.Opcode switch
    {
        LitmusOpcode.Store or LitmusOpcode.WideStore => Store(EventKind.Store, address, value),
        LitmusOpcode.NonTemporalStore => Store(EventKind.NonTemporalStore, address, value),
        LitmusOpcode.Load => new() { Kind = EventKind.Load, Address = address, SizeBytes = PersistWord.Bytes },
        LitmusOpcode.Exchange or LitmusOpcode.FetchAdd or LitmusOpcode.CompareExchange => new()
        {
            Kind = EventKind.CompareExchange,
            Address = address,
            SizeBytes = PersistWord.Bytes,
            Operand = (ulong)value,
            Expected = (ulong)expected,
        },
        LitmusOpcode.Clflush => Flush(FlushKind.Clflush, address),
        LitmusOpcode.Clflushopt => Flush(FlushKind.Clflushopt, address),
        LitmusOpcode.Clwb => Flush(FlushKind.Clwb, address),
        LitmusOpcode.Sfence => Fence(FenceKind.Store),
        LitmusOpcode.Mfence => Fence(FenceKind.Full),
        LitmusOpcode.PersistBarrier => Fence(FenceKind.PersistBarrier),
        LitmusOpcode.NewStrand => Fence(FenceKind.NewStrand),
        LitmusOpcode.JoinStrand => Fence(FenceKind.JoinStrand),
        LitmusOpcode.DurabilityFence => Fence(FenceKind.Durability),
        _ => throw new InvalidOperationException($"{Instruction.Text} is no instruction of a memory with store buffers or epochs"),
    };

    private MemoryEvent Store(EventKind kind, PmemAddress address, long value) => new()
    {
        Kind = kind,
        Address = address,
        SizeBytes = PersistWord.Bytes,
        Operand = (ulong)value,
        ContinuesWideStore = ContinuesWideStore,
    };

    private static MemoryEvent Flush(FlushKind kind, PmemAddress address) =>
        new() { Kind = EventKind.Flush, Address = address.Line.Start, SizeBytes = CacheLine.Bytes, Variant = (byte)kind };

    private static MemoryEvent Fence(FenceKind kind) => new() { Kind = EventKind.Fence, Variant = (byte)kind };
}
