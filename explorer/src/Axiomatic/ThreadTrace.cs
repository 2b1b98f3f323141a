namespace Sim.Explorer.Axiomatic;

/// <summary>One path through a thread: the events when every load returns the value that the path assumes for it.</summary>
/// <param name="Events">The events in program order.</param>
/// <param name="Registers">What the registers hold at the end, by number; index 0 is unused.</param>
internal sealed record ThreadTrace(ExecutionEvent[] Events, long[] Registers)
{
    /// <summary>The pairs of location and value that it reads, as <see cref="Pair"/> bits.</summary>
    public ulong ReadPairs { get; } = Pairs(Events, e => e.ValueRead);

    /// <summary>The pairs of location and value that it writes.</summary>
    public ulong WrittenPairs { get; } = Pairs(Events, e => e.ValueWritten);

    /// <summary>A bit for a location and a value. Different pairs may share one, so a bit says only "perhaps".</summary>
    public static ulong Pair(int location, long value) => 1UL << (int)(((ulong)location * 11 + (ulong)value * 5) % 64);

    private static ulong Pairs(ExecutionEvent[] events, Func<ExecutionEvent, long?> value)
    {
        ulong pairs = 0;
        foreach (ExecutionEvent e in events)
        {
            if (value(e) is { } found) { pairs |= Pair(e.Location, found); }
        }
        return pairs;
    }
}
