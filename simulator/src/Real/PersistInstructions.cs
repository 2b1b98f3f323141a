using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Sim.Simulator;

/// <summary>The flushes, the fence and the 16-byte compare-exchange of this processor, as functions to call.</summary>
/// <remarks>
/// Static and read-only, so that the JIT calls constant addresses. <c>SuppressGCTransition</c> leaves the bare call, about
/// 2.5 ns a clwb, the same as the instruction itself (experiments/bench, StoreBenchmarks).
/// </remarks>
internal static unsafe class PersistInstructions
{
    /// <summary>clwb, else clflushopt, else clflush; on Arm64 dc cvap, else dc cvac.</summary>
    public static readonly delegate* unmanaged[SuppressGCTransition]<void*, void> Clwb;

    /// <summary>clflushopt, else clflush; on Arm64 as <see cref="Clwb"/>.</summary>
    public static readonly delegate* unmanaged[SuppressGCTransition]<void*, void> Clflushopt;

    /// <summary>clflush; on Arm64 <see cref="Clwb"/> and a dsb, so that it too is complete when executed.</summary>
    public static readonly delegate* unmanaged[SuppressGCTransition]<void*, void> Clflush;

    /// <summary>dsb sy on Arm64; null on x86-64, where .NET has intrinsics for the fences.</summary>
    public static readonly delegate* unmanaged[SuppressGCTransition]<void*, void> Dsb;

    /// <summary>Compares and exchanges 16 bytes: the target, expected in and found out, desired low and high word.</summary>
    public static readonly delegate* unmanaged[SuppressGCTransition]<void*, void*, ulong, ulong, void> CompareExchange16;

    /// <summary>The instruction behind <see cref="Clwb"/>.</summary>
    public static readonly string FlushName;

    /// <summary>Whether a line that <see cref="Clwb"/> has written back, and a fence after it, is at the point of persistence.</summary>
    /// <remarks>dc cvac ends at the point of coherency, which may be a volatile cache before the memory (Arm ARM DDI 0487, FEAT_DPB).</remarks>
    public static readonly bool ReachesPersistence;

    static PersistInstructions()
    {
        CodePage page = new();
        if (X86Base.IsSupported)
        {
            ReachesPersistence = true;
            FlushName = HasClwb ? "clwb" : HasClflushopt ? "clflushopt" : "clflush";
            Clflush = OfLine(page.Add(MachineCode.Clflush));
            Clflushopt = HasClflushopt ? OfLine(page.Add(MachineCode.Clflushopt)) : Clflush;
            Clwb = HasClwb ? OfLine(page.Add(MachineCode.Clwb)) : Clflushopt;
            CompareExchange16 = OfPair(page.Add(MachineCode.CompareExchange16));
        }
        else
        {
            bool persists = ArmHas(LibC.ArmCleanToPersistence);
            ReachesPersistence = persists;
            FlushName = persists ? "dc cvap" : "dc cvac";
            Clwb = OfLine(page.Add(persists ? MachineCode.DcCvap : MachineCode.DcCvac));
            Clflushopt = Clwb;
            Clflush = OfLine(page.Add(persists ? MachineCode.DcCvapDsb : MachineCode.DcCvacDsb));
            Dsb = OfLine(page.Add(MachineCode.Dsb));
            CompareExchange16 = OfPair(page.Add(MachineCode.Caspal));
        }
        page.MakeExecutable();
    }

    // CPUID leaf 7, EBX (Intel SDM volume 2, table 3-17). Every x86-64 processor has clflush.
    private static bool HasClwb => (CpuIdExtended & (1 << 24)) != 0;

    private static bool HasClflushopt => (CpuIdExtended & (1 << 23)) != 0;

    private static int CpuIdExtended => X86Base.CpuId(0, 0).Eax >= 7 ? X86Base.CpuId(7, 0).Ebx : 0;

    /// <summary>Makes the functions, once; whatever the JIT compiles later has their addresses as constants.</summary>
    /// <exception cref="InputException">This machine has no such instructions, or forbids such functions.</exception>
    public static void Prepare()
    {
        if (FindObstacle() is string obstacle) { throw new InputException($"a real mapping needs {obstacle}"); }
        try
        {
            RuntimeHelpers.RunClassConstructor(typeof(PersistInstructions).TypeHandle);
        }
        catch (TypeInitializationException failure) when (failure.InnerException is InputException refusal)
        {
            ExceptionDispatchInfo.Throw(refusal);
        }
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsMacOS()) { return "Linux or macOS"; }
        return RuntimeInformation.ProcessArchitecture switch
        {
            // CPUID leaf 1, ECX bit 13: cmpxchg16b.
            Architecture.X64 => (X86Base.CpuId(1, 0).Ecx & (1 << 13)) != 0 ? null : "a processor with cmpxchg16b",
            Architecture.Arm64 => ArmHas(LibC.ArmAtomics) ? null : "an Arm processor with the atomics of Armv8.1",
            Architecture other => $"an x86-64 or Arm64 processor, this is {other}",
        };
    }

    // macOS does not list capabilities this way; its processors have the atomics, and no point of persistence.
    private static bool ArmHas(nuint capability) => OperatingSystem.IsMacOS()
        ? capability == LibC.ArmAtomics
        : (LibC.AuxiliaryValue(LibC.HardwareCapabilities) & capability) != 0;

    private static delegate* unmanaged[SuppressGCTransition]<void*, void> OfLine(void* code) =>
        (delegate* unmanaged[SuppressGCTransition]<void*, void>)code;

    private static delegate* unmanaged[SuppressGCTransition]<void*, void*, ulong, ulong, void> OfPair(void* code) =>
        (delegate* unmanaged[SuppressGCTransition]<void*, void*, ulong, ulong, void>)code;
}
