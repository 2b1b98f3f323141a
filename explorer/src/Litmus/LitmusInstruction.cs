namespace Sim.Explorer.Litmus;

/// <summary>A value in a litmus program: a constant, or what a register of the thread holds.</summary>
/// <param name="Constant">The constant; 0 for a register.</param>
/// <param name="Register">The register's number, from 1; 0 for a constant.</param>
public readonly record struct LitmusOperand(long Constant, int Register = 0)
{
    /// <summary>Whether the value comes from a register: a data dependency.</summary>
    public bool IsRegister => Register != 0;
}

/// <summary>A branch before an instruction: it executes only where the register compares so.</summary>
/// <param name="Register">The register's number.</param>
/// <param name="IsEqual">Whether it must equal the value, or differ from it.</param>
/// <param name="Value">The value.</param>
public readonly record struct LitmusGuard(int Register, bool IsEqual, long Value);

/// <summary>One instruction of a litmus program.</summary>
public sealed record LitmusInstruction
{
    /// <summary>What it does.</summary>
    public required LitmusOpcode Opcode { get; init; }

    /// <summary>The register that receives its result, from 1; 0 where there is none.</summary>
    public int Target { get; init; }

    /// <summary>The locations accessed, as indexes of <see cref="LitmusTest.Locations"/>: one, several for a wide store, none for fences.</summary>
    public IReadOnlyList<int> Locations { get; init; } = [];

    /// <summary>The register that the address depends on (<c>x@r1</c>), or 0.</summary>
    public int AddressRegister { get; init; }

    /// <summary>The value stored, exchanged or added.</summary>
    public LitmusOperand Value { get; init; }

    /// <summary>The value that a compare-exchange expects.</summary>
    public LitmusOperand Expected { get; init; }

    /// <summary>Its branches, in order; all must be taken.</summary>
    public IReadOnlyList<LitmusGuard> Guards { get; init; } = [];

    /// <summary>CXL: the machine that executes it where the cell names one, or the machine that crashes; else null.</summary>
    public string? Machine { get; init; }

    /// <summary>The instruction as written, without the guards.</summary>
    public required string Text { get; init; }

    /// <summary>The line of the file, from 1.</summary>
    public int Line { get; init; }
}

/// <summary>One thread of a litmus program.</summary>
/// <param name="Name"><c>P0</c>, or <c>R0</c> for a thread of the recovery.</param>
/// <param name="Machine">CXL: the machine that it runs on; null for the script itself and for other architectures.</param>
/// <param name="Instructions">Its instructions in program order.</param>
public sealed record LitmusThread(string Name, string? Machine, IReadOnlyList<LitmusInstruction> Instructions);
