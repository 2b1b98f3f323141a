using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>One record of a trace, with addresses as the traced program saw them.</summary>
/// <remarks>A plain struct of 32 bytes, so that readers fill arrays of it.</remarks>
public struct TraceEvent : IEquatable<TraceEvent>
{
    /// <summary>The length by which a log says "one line", whatever the address: what <c>clwb</c> and its kin are logged with.</summary>
    public const ulong OneLine = CacheLine.Bytes;

    /// <summary>The first byte accessed; the base of a mapping.</summary>
    public ulong Address { readonly get; set; }

    /// <summary>The value stored, little-endian in the low bytes; for a mapping, the offset in the file.</summary>
    public ulong Value { readonly get; set; }

    /// <summary>Bytes accessed, flushed or mapped.</summary>
    public ulong Length { readonly get; set; }

    /// <summary>The call stack of an access, the name of a marker or of a mapped file: a number of <see cref="TraceTexts"/>.</summary>
    public int Text { readonly get; set; }

    /// <summary>The thread, from 0; pmemcheck logs do not tell threads apart.</summary>
    public ushort Thread { readonly get; set; }

    /// <summary>What happened.</summary>
    public TraceEventKind Kind { readonly get; set; }

    /// <summary>For a flush the <see cref="FlushKind"/> plus 1, or 0 if unknown; for a fence the <see cref="FenceKind"/>.</summary>
    public byte Variant { readonly get; set; }

    /// <summary>Whether bytes are written: a store of any kind.</summary>
    public readonly bool IsStore => Kind is TraceEventKind.Store or TraceEventKind.NonTemporalStore or TraceEventKind.LockedStore;

    /// <summary>Whether the thread's pending write-backs are complete afterwards: a fence or a locked instruction.</summary>
    public readonly bool IsFence => Kind is TraceEventKind.Fence or TraceEventKind.LockedStore;

    /// <summary>Whether lines are durable at once, without a fence: a <c>clflush</c> that is known to be one.</summary>
    public readonly bool IsSynchronousFlush => Kind == TraceEventKind.Flush && Variant == (int)FlushKind.Clflush + 1;

    /// <summary>The first byte that a flush writes back: the address, rounded down to its line.</summary>
    public readonly ulong FirstFlushedByte => Address & ~(ulong)(CacheLine.Bytes - 1);

    /// <summary>How many lines a flush writes back.</summary>
    /// <remarks>
    /// Flush instructions are logged with the address of their operand, which need not be aligned, and a length of 64: one line.
    /// Other lengths come from requests for a range, whose every line counts.
    /// </remarks>
    public readonly ulong FlushedLines => Length switch
    {
        0 => 0,
        OneLine => 1,
        _ => ((Address + Length - 1) >> CacheLine.Shift) - (Address >> CacheLine.Shift) + 1,
    };

    /// <inheritdoc/>
    public readonly bool Equals(TraceEvent other) =>
        Address == other.Address && Value == other.Value && Length == other.Length && Text == other.Text
        && Thread == other.Thread && Kind == other.Kind && Variant == other.Variant;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is TraceEvent other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => (Address, Value, Length, Text, Kind).GetHashCode();

    /// <summary>Compares two events.</summary>
    public static bool operator ==(TraceEvent left, TraceEvent right) => left.Equals(right);

    /// <summary>Compares two events.</summary>
    public static bool operator !=(TraceEvent left, TraceEvent right) => !left.Equals(right);
}
