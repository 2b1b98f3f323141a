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
    public override string ToString() =>
        $"setup [{string.Join("; ", Setup)}] threads {string.Join(" || ", Threads.Select(thread => $"[{string.Join("; ", thread)}]"))} recovery [{string.Join("; ", Recovery)}]";
}
