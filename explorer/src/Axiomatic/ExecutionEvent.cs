using System.Globalization;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Axiomatic;

/// <summary>One event of a candidate execution.</summary>
/// <param name="Thread">The index of the thread.</param>
/// <param name="ThreadName"><c>P0</c>, or <c>R0</c> in a recovery.</param>
/// <param name="Position">The index of the instruction in the thread; the words of one wide store share it.</param>
/// <param name="Instruction">The instruction.</param>
/// <param name="Class">The sets that it belongs to.</param>
/// <param name="Location">The location accessed or flushed, as an index; -1 for a fence.</param>
/// <param name="ValueRead">The value that it reads, where it reads.</param>
/// <param name="ValueWritten">The value that it writes, where it writes.</param>
public sealed record ExecutionEvent(
    int Thread,
    string ThreadName,
    int Position,
    LitmusInstruction Instruction,
    EventClass Class,
    int Location = -1,
    long? ValueRead = null,
    long? ValueWritten = null)
{
    /// <summary>Whether it reads.</summary>
    public bool IsRead => ValueRead is not null;

    /// <summary>Whether it writes.</summary>
    public bool IsWrite => ValueWritten is not null;

    /// <summary>Loads of the thread on whose value its address depends, as a bit set of the thread's events.</summary>
    internal ulong AddressFrom { get; init; }

    /// <summary>Loads of the thread on whose value what it stores depends.</summary>
    internal ulong DataFrom { get; init; }

    /// <summary>Loads of the thread on whose value an earlier branch, or its own, depends.</summary>
    internal ulong ControlFrom { get; init; }

    /// <summary>The load of its exclusive pair, as an index of the thread's events; -1 where it is no store of one.</summary>
    internal int PairedLoad { get; init; } = -1;

    /// <summary>The event as text: thread, instruction, and the values that the text does not tell.</summary>
    public override string ToString()
    {
        string values = (ValueRead, ValueWritten, Instruction.Locations.Count > 1) switch
        {
            ({ } read, { } written, _) => string.Create(CultureInfo.InvariantCulture, $" (reads {read}, writes {written})"),
            ({ } read, null, _) => string.Create(CultureInfo.InvariantCulture, $" (reads {read})"),
            (null, _, true) => string.Create(CultureInfo.InvariantCulture, $" (word {Instruction.Locations.ToList().IndexOf(Location)})"),
            _ => "",
        };
        return $"{ThreadName}: {Instruction.Text}{values}";
    }
}
