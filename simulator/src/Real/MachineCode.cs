using System.Runtime.InteropServices;

namespace Sim.Simulator;

/// <summary>The machine code of what .NET offers no intrinsic for: functions of a few bytes, no C compiler needed.</summary>
/// <remarks>
/// x86-64: Intel SDM volume 2, CLWB, CLFLUSHOPT, CLFLUSH, CMPXCHG16B; System V calling convention, the address arrives in rdi.
/// Arm64: Arm ARM DDI 0487, C5.4 (DC CVAP, DC CVAC), C6.2 (DSB, CASP); the address arrives in x0. The Arm64 words are checked
/// against the manual's fields and an assembler, but have not run on hardware.
/// </remarks>
internal static class MachineCode
{
    private const uint CleanToPersistence = 0xD50B7C20; // dc cvap, x0
    private const uint CleanToCoherency = 0xD50B7A20;   // dc cvac, x0
    private const uint SynchronizeSystem = 0xD5033F9F;  // dsb sy
    private const uint Return = 0xD65F03C0;             // ret

    /// <summary><c>clwb [rdi]; ret</c>.</summary>
    public static ReadOnlySpan<byte> Clwb => [0x66, 0x0F, 0xAE, 0x37, 0xC3];

    /// <summary><c>clflushopt [rdi]; ret</c>.</summary>
    public static ReadOnlySpan<byte> Clflushopt => [0x66, 0x0F, 0xAE, 0x3F, 0xC3];

    /// <summary><c>clflush [rdi]; ret</c>.</summary>
    public static ReadOnlySpan<byte> Clflush => [0x0F, 0xAE, 0x3F, 0xC3];

    /// <summary>
    /// <c>lock cmpxchg16b [rdi]</c>: rsi points to the 16 expected bytes and receives those found, rdx and rcx are the desired
    /// low and high word.
    /// </summary>
    public static ReadOnlySpan<byte> CompareExchange16 =>
    [
        0x53,                         // push rbx, which belongs to the caller
        0x48, 0x89, 0xD3,             // mov rbx, rdx
        0x48, 0x8B, 0x06,             // mov rax, [rsi]
        0x48, 0x8B, 0x56, 0x08,       // mov rdx, [rsi+8]
        0xF0, 0x48, 0x0F, 0xC7, 0x0F, // lock cmpxchg16b [rdi]
        0x48, 0x89, 0x06,             // mov [rsi], rax
        0x48, 0x89, 0x56, 0x08,       // mov [rsi+8], rdx
        0x5B,                         // pop rbx
        0xC3,                         // ret
    ];

    /// <summary><c>dc cvap, x0; ret</c>: to the point of persistence.</summary>
    public static ReadOnlySpan<byte> DcCvap => Bytes([CleanToPersistence, Return]);

    /// <summary><c>dc cvac, x0; ret</c>: only to the point of coherency, where FEAT_DPB is missing.</summary>
    public static ReadOnlySpan<byte> DcCvac => Bytes([CleanToCoherency, Return]);

    /// <summary><c>dc cvap, x0; dsb sy; ret</c>: complete when executed, as clflush is.</summary>
    public static ReadOnlySpan<byte> DcCvapDsb => Bytes([CleanToPersistence, SynchronizeSystem, Return]);

    /// <summary><c>dc cvac, x0; dsb sy; ret</c>.</summary>
    public static ReadOnlySpan<byte> DcCvacDsb => Bytes([CleanToCoherency, SynchronizeSystem, Return]);

    /// <summary><c>dsb sy; ret</c>: only a full DSB completes a DC CVAP (Arm ARM D7.5.9).</summary>
    public static ReadOnlySpan<byte> Dsb => Bytes([SynchronizeSystem, Return]);

    /// <summary>
    /// <c>caspal</c>: x1 points to the 16 expected bytes and receives those found, x2 and x3 are the desired words.
    /// </summary>
    public static ReadOnlySpan<byte> Caspal => Bytes(
    [
        0xA9401424, // ldp x4, x5, [x1]
        0x4864FC02, // caspal x4, x5, x2, x3, [x0]
        0xA9001424, // stp x4, x5, [x1]
        Return,
    ]);

    private static ReadOnlySpan<byte> Bytes(ReadOnlySpan<uint> words) => MemoryMarshal.AsBytes(words);
}
