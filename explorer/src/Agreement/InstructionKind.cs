using Sim.Explorer.Litmus;

namespace Sim.Explorer.Agreement;

/// <summary>What a generated instruction names.</summary>
internal enum Access
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A word.</summary>
    Word,

    /// <summary>Two words, in no order.</summary>
    TwoWords,

    /// <summary>A line; it is written as its first word.</summary>
    Line,
}

/// <summary>How a generated instruction depends on what its thread read last.</summary>
internal enum ReadDependency
{
    /// <summary>Not at all: it stores a value that nothing else stores.</summary>
    None,

    /// <summary>It stores what was read.</summary>
    Data,

    /// <summary>Its address depends on it.</summary>
    Address,

    /// <summary>It executes only where 0 was not read.</summary>
    Control,
}

/// <summary>A kind of instruction that generated programs consist of.</summary>
/// <param name="Opcode">What it is.</param>
/// <param name="Access">What it names.</param>
/// <param name="Reads">Whether it gets a register of its own.</param>
/// <param name="Dependency">How it depends on what its thread read last.</param>
internal sealed record InstructionKind(LitmusOpcode Opcode, Access Access, bool Reads = false, ReadDependency Dependency = ReadDependency.None)
{
    private static readonly InstructionKind[] X86 =
    [
        new(LitmusOpcode.Store, Access.Word),
        new(LitmusOpcode.Store, Access.Word, Dependency: ReadDependency.Data),
        new(LitmusOpcode.NonTemporalStore, Access.Word),
        new(LitmusOpcode.WideStore, Access.TwoWords),
        new(LitmusOpcode.Load, Access.Word, Reads: true),
        new(LitmusOpcode.Exchange, Access.Word, Reads: true),
        new(LitmusOpcode.FetchAdd, Access.Word, Reads: true),
        new(LitmusOpcode.CompareExchange, Access.Word, Reads: true),
        new(LitmusOpcode.Clflush, Access.Line),
        new(LitmusOpcode.Clflushopt, Access.Line),
        new(LitmusOpcode.Clwb, Access.Line),
        new(LitmusOpcode.Sfence, Access.None),
        new(LitmusOpcode.Mfence, Access.None),
    ];

    private static readonly InstructionKind[] Arm =
    [
        new(LitmusOpcode.Str, Access.Word),
        new(LitmusOpcode.Str, Access.Word, Dependency: ReadDependency.Data),
        new(LitmusOpcode.Str, Access.Word, Dependency: ReadDependency.Address),
        new(LitmusOpcode.Str, Access.Word, Dependency: ReadDependency.Control),
        new(LitmusOpcode.Stlr, Access.Word),
        new(LitmusOpcode.Ldr, Access.Word, Reads: true),
        new(LitmusOpcode.Ldr, Access.Word, Reads: true, Dependency: ReadDependency.Address),
        new(LitmusOpcode.Ldar, Access.Word, Reads: true),
        new(LitmusOpcode.Ldapr, Access.Word, Reads: true),
        new(LitmusOpcode.Ldxr, Access.Word, Reads: true),
        new(LitmusOpcode.Ldaxr, Access.Word, Reads: true),
        new(LitmusOpcode.Stxr, Access.Word, Reads: true),
        new(LitmusOpcode.Stlxr, Access.Word, Reads: true),
        new(LitmusOpcode.DmbSy, Access.None),
        new(LitmusOpcode.DmbLd, Access.None),
        new(LitmusOpcode.DmbSt, Access.None),
        new(LitmusOpcode.DsbSy, Access.None),
        new(LitmusOpcode.DsbLd, Access.None),
        new(LitmusOpcode.DsbSt, Access.None),
        new(LitmusOpcode.Isb, Access.None, Dependency: ReadDependency.Control),
        new(LitmusOpcode.Cvap, Access.Line),
    ];

    private static readonly InstructionKind[] Epoch =
    [
        new(LitmusOpcode.Store, Access.Word),
        new(LitmusOpcode.Store, Access.Word, Dependency: ReadDependency.Data),
        new(LitmusOpcode.Load, Access.Word, Reads: true),
        new(LitmusOpcode.PersistBarrier, Access.None),
        new(LitmusOpcode.NewStrand, Access.None),
        new(LitmusOpcode.JoinStrand, Access.None),
        new(LitmusOpcode.DurabilityFence, Access.None),
    ];

    /// <summary>The kinds of an architecture; none where programs are not generated.</summary>
    public static IReadOnlyList<InstructionKind> Of(LitmusArchitecture architecture) => architecture switch
    {
        LitmusArchitecture.X86 => X86,
        LitmusArchitecture.Arm => Arm,
        LitmusArchitecture.Epoch => Epoch,
        _ => [],
    };
}
