using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>An instruction of an Armv8 litmus program, as the machine needs it.</summary>
/// <param name="Access">What it does to memory.</param>
/// <param name="Barrier">Which barrier it is.</param>
/// <param name="Location">The location accessed, or -1.</param>
/// <param name="Target">The register written, or 0.</param>
/// <param name="AddressRegister">The register that the address depends on, or 0.</param>
/// <param name="Value">The value stored.</param>
/// <param name="Guards">The branches before it.</param>
/// <param name="Text">As written.</param>
internal sealed record ArmInstruction(
    ArmAccess Access, ArmBarriers Barrier, int Location, int Target, int AddressRegister, LitmusOperand Value,
    IReadOnlyList<LitmusGuard> Guards, string Text)
{
    public bool IsLoad => (Access & ArmAccess.Load) != 0;

    public bool IsStore => (Access & ArmAccess.Store) != 0;

    public bool IsClean => (Access & ArmAccess.Clean) != 0;

    public bool IsStoreExclusive => IsStore && (Access & ArmAccess.Exclusive) != 0;

    public bool IsLoadExclusive => IsLoad && (Access & ArmAccess.Exclusive) != 0;

    /// <summary>Whether it loads or stores.</summary>
    public bool AccessesMemory => (Access & (ArmAccess.Load | ArmAccess.Store)) != 0;

    /// <summary>Whether it is a DSB SY, the only barrier whose completion is a step of its own.</summary>
    public bool Completes => (Barrier & ArmBarriers.Completion) != 0;

    public static ArmInstruction Of(LitmusInstruction instruction)
    {
        (ArmAccess access, ArmBarriers barrier) = Meaning(instruction.Opcode);
        int location = instruction.Locations.Count > 0 ? instruction.Locations[0] : -1;
        return new ArmInstruction(access, barrier, location, instruction.Target, instruction.AddressRegister, instruction.Value,
            instruction.Guards, instruction.Text);
    }

    private static (ArmAccess Access, ArmBarriers Barrier) Meaning(LitmusOpcode opcode) => opcode switch
    {
        LitmusOpcode.Str => (ArmAccess.Store, default),
        LitmusOpcode.Stlr => (ArmAccess.Store | ArmAccess.Release, default),
        LitmusOpcode.Ldr => (ArmAccess.Load, default),
        LitmusOpcode.Ldar => (ArmAccess.Load | ArmAccess.Acquire, default),
        LitmusOpcode.Ldapr => (ArmAccess.Load | ArmAccess.AcquirePc, default),
        LitmusOpcode.Ldxr => (ArmAccess.Load | ArmAccess.Exclusive, default),
        LitmusOpcode.Ldaxr => (ArmAccess.Load | ArmAccess.Exclusive | ArmAccess.Acquire, default),
        LitmusOpcode.Stxr => (ArmAccess.Store | ArmAccess.Exclusive, default),
        LitmusOpcode.Stlxr => (ArmAccess.Store | ArmAccess.Exclusive | ArmAccess.Release, default),
        LitmusOpcode.DmbSy => (default, ArmBarriers.Full),
        LitmusOpcode.DmbLd or LitmusOpcode.DsbLd => (default, ArmBarriers.Loads),
        LitmusOpcode.DmbSt or LitmusOpcode.DsbSt => (default, ArmBarriers.Stores),
        LitmusOpcode.DsbSy => (default, ArmBarriers.Full | ArmBarriers.Completion),
        LitmusOpcode.Isb => (default, ArmBarriers.Context),
        LitmusOpcode.Cvap => (ArmAccess.Clean, default),
        _ => throw new ArgumentOutOfRangeException(nameof(opcode), opcode, "an instruction of another architecture"),
    };
}
