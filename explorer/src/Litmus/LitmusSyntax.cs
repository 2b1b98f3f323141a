using System.Globalization;
using System.Text;

namespace Sim.Explorer.Litmus;

/// <summary>What stands behind a mnemonic.</summary>
internal enum LitmusOperands
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>x</c>.</summary>
    Location,

    /// <summary><c>x,V</c>.</summary>
    LocationValue,

    /// <summary><c>x,E,V</c>.</summary>
    LocationExpectedValue,

    /// <summary><c>x y ..,V</c>.</summary>
    LocationsValue,

    /// <summary><c>mK</c>.</summary>
    Machine,
}

/// <summary>How an instruction is written.</summary>
/// <param name="Mnemonic">Its name, of one word or two.</param>
/// <param name="Opcode">What it is.</param>
/// <param name="HasTarget">Whether <c>r =</c> stands before the mnemonic.</param>
/// <param name="Operands">What stands behind it.</param>
/// <param name="Architectures">Where it exists.</param>
internal sealed record LitmusForm(
    string Mnemonic, LitmusOpcode Opcode, bool HasTarget, LitmusOperands Operands, params IReadOnlyList<LitmusArchitecture> Architectures);

/// <summary>The instructions of each architecture and how they are written: what parser and printer agree on.</summary>
internal static class LitmusSyntax
{
    /// <summary>All instructions.</summary>
    public static IReadOnlyList<LitmusForm> Forms { get; } =
    [
        new("st", LitmusOpcode.Store, false, LitmusOperands.LocationValue, LitmusArchitecture.X86, LitmusArchitecture.Epoch),
        new("nt", LitmusOpcode.NonTemporalStore, false, LitmusOperands.LocationValue, LitmusArchitecture.X86),
        new("stv", LitmusOpcode.WideStore, false, LitmusOperands.LocationsValue, LitmusArchitecture.X86),
        new("ld", LitmusOpcode.Load, true, LitmusOperands.Location, LitmusArchitecture.X86, LitmusArchitecture.Epoch, LitmusArchitecture.Cxl),
        new("xchg", LitmusOpcode.Exchange, true, LitmusOperands.LocationValue, LitmusArchitecture.X86),
        new("fadd", LitmusOpcode.FetchAdd, true, LitmusOperands.LocationValue, LitmusArchitecture.X86),
        new("cas", LitmusOpcode.CompareExchange, true, LitmusOperands.LocationExpectedValue, LitmusArchitecture.X86),
        new("clflush", LitmusOpcode.Clflush, false, LitmusOperands.Location, LitmusArchitecture.X86),
        new("clflushopt", LitmusOpcode.Clflushopt, false, LitmusOperands.Location, LitmusArchitecture.X86),
        new("clwb", LitmusOpcode.Clwb, false, LitmusOperands.Location, LitmusArchitecture.X86),
        new("sfence", LitmusOpcode.Sfence, false, LitmusOperands.None, LitmusArchitecture.X86),
        new("mfence", LitmusOpcode.Mfence, false, LitmusOperands.None, LitmusArchitecture.X86),
        new("str", LitmusOpcode.Str, false, LitmusOperands.LocationValue, LitmusArchitecture.Arm),
        new("stlr", LitmusOpcode.Stlr, false, LitmusOperands.LocationValue, LitmusArchitecture.Arm),
        new("ldr", LitmusOpcode.Ldr, true, LitmusOperands.Location, LitmusArchitecture.Arm),
        new("ldar", LitmusOpcode.Ldar, true, LitmusOperands.Location, LitmusArchitecture.Arm),
        new("ldapr", LitmusOpcode.Ldapr, true, LitmusOperands.Location, LitmusArchitecture.Arm),
        new("ldxr", LitmusOpcode.Ldxr, true, LitmusOperands.Location, LitmusArchitecture.Arm),
        new("ldaxr", LitmusOpcode.Ldaxr, true, LitmusOperands.Location, LitmusArchitecture.Arm),
        new("stxr", LitmusOpcode.Stxr, true, LitmusOperands.LocationValue, LitmusArchitecture.Arm),
        new("stlxr", LitmusOpcode.Stlxr, true, LitmusOperands.LocationValue, LitmusArchitecture.Arm),
        new("dmb sy", LitmusOpcode.DmbSy, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("dmb ld", LitmusOpcode.DmbLd, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("dmb st", LitmusOpcode.DmbSt, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("dsb sy", LitmusOpcode.DsbSy, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("dsb ld", LitmusOpcode.DsbLd, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("dsb st", LitmusOpcode.DsbSt, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("isb", LitmusOpcode.Isb, false, LitmusOperands.None, LitmusArchitecture.Arm),
        new("cvap", LitmusOpcode.Cvap, false, LitmusOperands.Location, LitmusArchitecture.Arm),
        new("pb", LitmusOpcode.PersistBarrier, false, LitmusOperands.None, LitmusArchitecture.Epoch),
        new("ns", LitmusOpcode.NewStrand, false, LitmusOperands.None, LitmusArchitecture.Epoch),
        new("js", LitmusOpcode.JoinStrand, false, LitmusOperands.None, LitmusArchitecture.Epoch),
        new("dfence", LitmusOpcode.DurabilityFence, false, LitmusOperands.None, LitmusArchitecture.Epoch),
        new("lst", LitmusOpcode.LocalStore, false, LitmusOperands.LocationValue, LitmusArchitecture.Cxl),
        new("rst", LitmusOpcode.RemoteStore, false, LitmusOperands.LocationValue, LitmusArchitecture.Cxl),
        new("mst", LitmusOpcode.MemoryStore, false, LitmusOperands.LocationValue, LitmusArchitecture.Cxl),
        new("lxchg", LitmusOpcode.LocalExchange, true, LitmusOperands.LocationValue, LitmusArchitecture.Cxl),
        new("rxchg", LitmusOpcode.RemoteExchange, true, LitmusOperands.LocationValue, LitmusArchitecture.Cxl),
        new("mxchg", LitmusOpcode.MemoryExchange, true, LitmusOperands.LocationValue, LitmusArchitecture.Cxl),
        new("lflush", LitmusOpcode.LocalFlush, false, LitmusOperands.Location, LitmusArchitecture.Cxl),
        new("rflush", LitmusOpcode.RemoteFlush, false, LitmusOperands.Location, LitmusArchitecture.Cxl),
        new("gpf", LitmusOpcode.GlobalPersistentFlush, false, LitmusOperands.None, LitmusArchitecture.Cxl),
        new("crash", LitmusOpcode.CrashMachine, false, LitmusOperands.Machine, LitmusArchitecture.Cxl),
        new("rw", LitmusOpcode.RdmaWrite, false, LitmusOperands.LocationValue, LitmusArchitecture.Rdma),
        new("rr", LitmusOpcode.RdmaRead, true, LitmusOperands.Location, LitmusArchitecture.Rdma),
        new("raw", LitmusOpcode.RdmaAtomicWrite, false, LitmusOperands.LocationValue, LitmusArchitecture.Rdma),
        new("rfv", LitmusOpcode.RdmaFlushVisibility, false, LitmusOperands.None, LitmusArchitecture.Rdma),
        new("rfp", LitmusOpcode.RdmaFlushPersistence, false, LitmusOperands.None, LitmusArchitecture.Rdma),
        new("wait", LitmusOpcode.RdmaWait, true, LitmusOperands.None, LitmusArchitecture.Rdma),
    ];

    /// <summary>The instructions of an architecture.</summary>
    public static IEnumerable<LitmusForm> FormsOf(LitmusArchitecture architecture) => Forms.Where(form => form.Architectures.Contains(architecture));

    /// <summary>An instruction in the words of the format, without its guards.</summary>
    /// <param name="instruction">The instruction; its text is not looked at.</param>
    /// <param name="locations">The test's locations.</param>
    public static string Text(LitmusInstruction instruction, IReadOnlyList<LitmusLocation> locations)
    {
        LitmusForm form = Forms.First(known => known.Opcode == instruction.Opcode);
        StringBuilder text = new();
        if (form.Operands != LitmusOperands.Machine && instruction.Machine is { } machine) { text.Append(CultureInfo.InvariantCulture, $"{machine}:"); }
        if (form.HasTarget) { text.Append(CultureInfo.InvariantCulture, $"r{instruction.Target} = "); }
        text.Append(form.Mnemonic);
        if (form.Operands == LitmusOperands.Machine) { text.Append(CultureInfo.InvariantCulture, $" {instruction.Machine}"); }
        foreach (int location in instruction.Locations) { text.Append(CultureInfo.InvariantCulture, $" {locations[location].Name}"); }
        if (instruction.AddressRegister != 0) { text.Append(CultureInfo.InvariantCulture, $"@r{instruction.AddressRegister}"); }
        if (form.Operands == LitmusOperands.LocationExpectedValue) { text.Append(CultureInfo.InvariantCulture, $",{Text(instruction.Expected)}"); }
        if (form.Operands is LitmusOperands.LocationValue or LitmusOperands.LocationsValue or LitmusOperands.LocationExpectedValue)
        {
            text.Append(CultureInfo.InvariantCulture, $",{Text(instruction.Value)}");
        }
        return text.ToString();
    }

    /// <summary>A branch in the words of the format.</summary>
    public static string Text(LitmusGuard guard) => string.Create(CultureInfo.InvariantCulture, $"[r{guard.Register}{(guard.IsEqual ? "=" : "!=")}{guard.Value}]");

    private static string Text(LitmusOperand operand) => string.Create(CultureInfo.InvariantCulture, $"{(operand.IsRegister ? $"r{operand.Register}" : operand.Constant)}");
}
