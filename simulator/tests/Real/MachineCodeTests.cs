using System.Buffers.Binary;
using System.Runtime.Intrinsics.X86;
using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public class MachineCodeTests
{
    private const uint Return = 0xD65F03C0;

    [Fact]
    public void Dc_cvap_is_the_system_instruction_3_c7_c12_1_on_x0() =>
        Assert.Equal([System(op1: 3, crn: 7, crm: 12, op2: 1), Return], Words(MachineCode.DcCvap));

    [Fact]
    public void Dc_cvac_is_the_system_instruction_3_c7_c10_1_on_x0() =>
        Assert.Equal([System(op1: 3, crn: 7, crm: 10, op2: 1), Return], Words(MachineCode.DcCvac));

    [Fact]
    public void Dsb_is_the_barrier_over_the_full_system_for_all_accesses() =>
        Assert.Equal([Barrier(crm: 0b1111), Return], Words(MachineCode.Dsb));

    [Fact]
    public void A_flush_that_is_complete_when_executed_ends_with_a_dsb()
    {
        Assert.Equal([System(3, 7, 12, 1), Barrier(0b1111), Return], Words(MachineCode.DcCvapDsb));
        Assert.Equal([System(3, 7, 10, 1), Barrier(0b1111), Return], Words(MachineCode.DcCvacDsb));
    }

    [Fact]
    public void Caspal_compares_x4_x5_and_stores_x2_x3_at_x0_between_a_load_and_a_store_of_the_expected_pair() =>
        Assert.Equal(
            [
                Pair(isLoad: true, first: 4, second: 5, pointer: 1),
                CasPair(expected: 4, desired: 2, pointer: 0),
                Pair(isLoad: false, first: 4, second: 5, pointer: 1),
                Return,
            ],
            Words(MachineCode.Caspal));

    [Fact]
    public void The_flush_of_this_processor_is_named()
    {
        Assert.SkipUnless(X86Base.X64.IsSupported, "the names are those of x86-64");
        int features = X86Base.CpuId(7, 0).Ebx;
        string expected = (features & (1 << 24)) != 0 ? "clwb" : (features & (1 << 23)) != 0 ? "clflushopt" : "clflush";

        Assert.Equal(expected, RealPmem.FlushInstruction);
    }

    [Theory]
    [InlineData(FlushKind.Clwb)]
    [InlineData(FlushKind.Clflushopt)]
    [InlineData(FlushKind.Clflush)]
    public void Every_flush_executes_and_leaves_memory_as_it_is(FlushKind kind)
    {
        Assert.SkipUnless(
            kind == FlushKind.Clflush || RealPmem.FlushInstruction != "clflush",
            "this processor has only clflush, which stands in for the others");
        using RealMapping mapping = RealMapping.CreateVolatile(4096);
        mapping.Pmem.Store(new PmemAddress(120), 5UL);

        mapping.Pmem.Flush(new PmemAddress(100), 200, "", kind);
        mapping.Pmem.Fence("", FenceKind.Store);
        mapping.Pmem.Fence("", FenceKind.Full);

        Assert.Equal(5UL, mapping.Pmem.Load<ulong>(new PmemAddress(120)));
    }

    // Arm ARM DDI 0487, C6.2: SYS is 1101010100 0 01 op1 CRn CRm op2 Rt.
    private static uint System(uint op1, uint crn, uint crm, uint op2) =>
        (0b1101010100_0_01u << 19) | (op1 << 16) | (crn << 12) | (crm << 8) | (op2 << 5);

    // DSB is 1101010100 0 00 011 0011 CRm 1 00 11111.
    private static uint Barrier(uint crm) => (0b1101010100_0_00_011_0011u << 12) | (crm << 8) | 0b1_00_11111;

    // LDP and STP, 64 bits, offset 0: 10 101 0 010 L imm7 Rt2 Rn Rt.
    private static uint Pair(bool isLoad, uint first, uint second, uint pointer) =>
        (0b10_101_0_010u << 23) | (isLoad ? 1u << 22 : 0) | (second << 10) | (pointer << 5) | first;

    // CASPAL, 64 bits: 0 1 001000 0 1 1 Rs 1 11111 Rn Rt.
    private static uint CasPair(uint expected, uint desired, uint pointer) =>
        (0b0_1_001000_0_1_1u << 21) | (expected << 16) | (0b1_11111u << 10) | (pointer << 5) | desired;

    private static uint[] Words(ReadOnlySpan<byte> code)
    {
        uint[] words = new uint[code.Length / 4];
        for (int i = 0; i < words.Length; i++) { words[i] = BinaryPrimitives.ReadUInt32LittleEndian(code[(4 * i)..]); }
        return words;
    }
}
