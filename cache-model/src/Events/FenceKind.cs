using System.Runtime.CompilerServices;

namespace Sim.CacheModel;

/// <summary>Which fence.</summary>
/// <remarks>
/// Structures are written with these once. Each model takes of a fence what it knows (see the model's file); a real or timed
/// mapping executes the weakest instruction of its processor that keeps the promise: <see cref="FenceKinds.OnX86"/> on x86-64.
/// </remarks>
public enum FenceKind : byte
{
    /// <summary>sfence (x86) or DSB (Arm): waits for the thread's earlier stores and flushes.</summary>
    Store,

    /// <summary>mfence (x86) or DSB SY (Arm): also orders later loads.</summary>
    Full,

    /// <summary>A persist barrier: what the thread stores later persists after what it has stored; waits for nothing (Pelley et al., ISCA 2014).</summary>
    PersistBarrier,

    /// <summary>Begins a strand: earlier persist barriers do not order what follows (Pelley et al., ISCA 2014).</summary>
    NewStrand,

    /// <summary>Joins the thread's strands: what follows persists after all of them (Gogte et al., ISCA 2020).</summary>
    JoinStrand,

    /// <summary>Waits until everything that must persist before later stores has persisted (psync, dfence).</summary>
    Durability,

    /// <summary>DMB SY (Arm): orders all earlier with all later accesses; completes no flush.</summary>
    DmbFull,

    /// <summary>DMB LD (Arm): orders earlier loads with all later accesses.</summary>
    DmbLoad,

    /// <summary>DMB ST (Arm): orders earlier with later stores.</summary>
    DmbStore,

    /// <summary>DSB SY (Arm): as DMB SY, and completes the thread's flushes.</summary>
    DsbFull,

    /// <summary>DSB LD (Arm): orders as DMB LD.</summary>
    DsbLoad,

    /// <summary>DSB ST (Arm): orders as DMB ST.</summary>
    DsbStore,

    /// <summary>ISB (Arm): later instructions are fetched after earlier branches are decided.</summary>
    InstructionBarrier,
}

/// <summary>What a fence is on x86-64.</summary>
public enum X86Fence : byte
{
    /// <summary>No instruction: the processor keeps that order anyway.</summary>
    None,

    /// <summary>sfence.</summary>
    Sfence,

    /// <summary>mfence.</summary>
    Mfence,
}

/// <summary>Maps fences to processors and names.</summary>
public static class FenceKinds
{
    private static readonly string[] Names =
        ["sfence", "mfence", "pb", "ns", "js", "dfence", "dmb sy", "dmb ld", "dmb st", "dsb sy", "dsb ld", "dsb st", "isb"];

    /// <summary>The fence's usual name.</summary>
    public static string Instruction(this FenceKind kind) => Names[(int)kind];

    /// <summary>The weakest x86-64 instruction that keeps a fence's promise.</summary>
    /// <remarks>
    /// x86-64 keeps loads in order, and later stores behind them; there are no strands. A persist barrier needs an sfence there:
    /// nothing weaker keeps a later store from persisting before an earlier clwb.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static X86Fence OnX86(this FenceKind kind) => kind switch
    {
        FenceKind.Full or FenceKind.DmbFull or FenceKind.DsbFull => X86Fence.Mfence,
        FenceKind.NewStrand or FenceKind.DmbLoad or FenceKind.DsbLoad or FenceKind.InstructionBarrier => X86Fence.None,
        _ => X86Fence.Sfence,
    };
}
