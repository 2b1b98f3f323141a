namespace Sim.Simulator;

/// <summary>The memory behind the caches, in core cycles.</summary>
public sealed record MemoryParameters
{
    /// <summary>Channels, each with one device.</summary>
    public required int Channels { get; init; }

    /// <summary>Lines that lie on one channel before the next channel's turn.</summary>
    public required int InterleaveLines { get; init; }

    /// <summary>Entries of each channel's write-pending queue.</summary>
    public required int WpqEntries { get; init; }

    /// <summary>How long a line that is read takes the channel.</summary>
    public required long ReadSlotCycles { get; init; }

    /// <summary>How long a line that is written takes the channel.</summary>
    public required long WriteSlotCycles { get; init; }

    /// <summary>Latency of a dependent load that the device answers from its fastest part.</summary>
    public required long LoadCycles { get; init; }

    /// <summary>Among how many waiting reads a channel picks at random at least; 1 keeps their order.</summary>
    public required int ReadPickWindow { get; init; }

    /// <summary>Among how many waiting writes a channel picks at random at least; 1 keeps their order.</summary>
    public required int WritePickWindow { get; init; }

    /// <summary>Among which share of the waiting reads a channel picks at random, if that is more: the longer the queue, the less is left of the order.</summary>
    public required double ReadPickShare { get; init; }

    /// <summary>Among which share of the waiting writes a channel picks at random, if that is more.</summary>
    public required double WritePickShare { get; init; }

    /// <summary>What lies between the cores and the memory controller; null if nothing does.</summary>
    public required LinkParameters? Link { get; init; }

    /// <summary>The DRAM on each channel; null for Optane.</summary>
    public required DramParameters? Dram { get; init; }

    /// <summary>The Optane DIMM on each channel; null for DRAM.</summary>
    public required OptaneParameters? Optane { get; init; }
}
