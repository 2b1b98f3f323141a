using CsCheck;

namespace Sim.Explorer.Tests;

/// <summary>Random scenarios of small programs.</summary>
internal static class RandomPrograms
{
    /// <summary>What x86 programs are made of.</summary>
    public static readonly Gen<Opcode> X86 = Gen.Frequency(
        (6, Gen.Const(Opcode.Store)), (2, Gen.Const(Opcode.NonTemporal)), (1, Gen.Const(Opcode.StoreWide)),
        (2, Gen.Const(Opcode.CopyPlusOne)), (2, Gen.Const(Opcode.CompareExchange)), (1, Gen.Const(Opcode.SkipNextIfZero)),
        (4, Gen.Const(Opcode.Clwb)), (2, Gen.Const(Opcode.Clflush)), (4, Gen.Const(Opcode.StoreFence)), (1, Gen.Const(Opcode.FullFence)),
        (1, Gen.Const(Opcode.PersistBarrier)), (1, Gen.Const(Opcode.NewStrand)), (2, Gen.Const(Opcode.Respond)), (1, Gen.Const(Opcode.StoreRelease)));

    /// <summary>What programs of the persist-order models are made of.</summary>
    public static readonly Gen<Opcode> PersistOrder = Gen.Frequency(
        (7, Gen.Const(Opcode.Store)), (1, Gen.Const(Opcode.StoreWide)), (2, Gen.Const(Opcode.StoreRelease)),
        (3, Gen.Const(Opcode.CopyPlusOne)), (2, Gen.Const(Opcode.CompareExchange)), (1, Gen.Const(Opcode.SkipNextIfZero)),
        (1, Gen.Const(Opcode.Clwb)), (3, Gen.Const(Opcode.StoreFence)), (1, Gen.Const(Opcode.FullFence)), (3, Gen.Const(Opcode.PersistBarrier)),
        (3, Gen.Const(Opcode.NewStrand)), (1, Gen.Const(Opcode.JoinStrand)), (1, Gen.Const(Opcode.DurabilityFence)), (1, Gen.Const(Opcode.Respond)));

    /// <summary>A setup, one or two threads of a few operations, and a recovery.</summary>
    public static Gen<ProgramScenario> Scenarios(Gen<Opcode> opcodes)
    {
        Gen<Instruction> instruction = Gen.Select(
            opcodes, Gen.Int[0, Instruction.LocationCount - 1], Gen.Int[1, 3],
            (opcode, location, value) => new Instruction(opcode, location, value));
        return Gen.Select(instruction.Array[0, 3], instruction.Array[1, 4].Array[1, 2], instruction.Array[0, 3],
            (setup, threads, recovery) => new ProgramScenario(OneOperation(setup), threads, OneOperation(recovery)));
    }

    /// <summary>Whether an instruction is a flush or a fence that can be switched off: one that only adds order.</summary>
    public static bool IsPersistStep(Opcode opcode) => opcode is Opcode.Clwb or Opcode.Clflush or Opcode.StoreFence or Opcode.FullFence
        or Opcode.PersistBarrier or Opcode.JoinStrand or Opcode.DurabilityFence;

    private static Instruction[] OneOperation(Instruction[] program) => [.. program.Where(instruction => instruction.Opcode != Opcode.Respond)];
}
