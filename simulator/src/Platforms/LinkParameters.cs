namespace Sim.Simulator;

/// <summary>A link between the cores and a memory elsewhere: a hop to another socket, CXL, a network. Full duplex.</summary>
public sealed record LinkParameters
{
    /// <summary>Added to every load, both directions together.</summary>
    public required long LatencyTicks { get; init; }

    /// <summary>How long a line of data takes one direction of the link.</summary>
    public required long DataSlotTicks { get; init; }

    /// <summary>How long a read request takes the direction towards the memory.</summary>
    public required long RequestSlotTicks { get; init; }

    /// <summary>From a write's acceptance at the far end to its acknowledgement in the core.</summary>
    public required long WriteAckTicks { get; init; }
}
