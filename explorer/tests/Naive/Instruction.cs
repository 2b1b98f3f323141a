namespace Sim.Explorer.Tests;

internal enum Opcode
{
    Store,
    NonTemporal,
    StoreWide,
    CopyPlusOne,
    CompareExchange,
    SkipNextIfZero,
    Clwb,
    Clflush,
    StoreFence,
    FullFence,
    StoreRelease,
    PersistBarrier,
    NewStrand,
    JoinStrand,
    DurabilityFence,

    /// <summary>The operation returns, and the thread's next one begins.</summary>
    Respond,

    /// <summary>A flush or fence that is switched off.</summary>
    Nothing,
}

/// <summary>An instruction of a random program over the locations 0 to 3; 0 and 1 share a cache line.</summary>
internal readonly record struct Instruction(Opcode Opcode, int Location, int Value = 0)
{
    public const int LocationCount = 4;

    /// <summary>The offset of a location in the mapping.</summary>
    public static long Address(int location) => location switch { 0 => 64, 1 => 72, 2 => 128, _ => 192 };

    public override string ToString() => $"{Opcode} {Location} {Value}";
}

/// <summary>A random scenario: what runs before the threads, on them, and after a crash.</summary>
internal sealed record ProgramScenario(Instruction[] Setup, Instruction[][] Threads, Instruction[] Recovery)
{
    /// <summary>All programs, setup first and recovery last.</summary>
    public IEnumerable<Instruction[]> Programs => [Setup, .. Threads, Recovery];

    /// <summary>The same with some flushes and fences switched off.</summary>
    /// <param name="isOff">Told the program's index in <see cref="Programs"/> and the instruction's index in it.</param>
    public ProgramScenario SwitchOff(Func<int, int, bool> isOff)
    {
        Instruction[][] programs = [.. Programs.Select((program, number) =>
            program.Select((instruction, index) => isOff(number, index) ? instruction with { Opcode = Opcode.Nothing } : instruction).ToArray())];
        return new ProgramScenario(programs[0], programs[1..^1], programs[^1]);
    }

    public override string ToString() =>
        $"setup [{string.Join("; ", Setup)}] threads {string.Join(" || ", Threads.Select(thread => $"[{string.Join("; ", thread)}]"))} recovery [{string.Join("; ", Recovery)}]";
}
