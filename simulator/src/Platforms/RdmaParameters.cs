namespace Sim.Simulator;

/// <summary>A network between two hosts whose cards read and write memory without the processors.</summary>
public sealed record RdmaParameters
{
    /// <summary>One way of the smallest message.</summary>
    public required long BaseTicks { get; init; }

    /// <summary>Added when the sending card must fetch the message from memory.</summary>
    public required long FetchTicks { get; init; }

    /// <summary>The largest message that travels inside its work request.</summary>
    public required int InlineBytes { get; init; }

    /// <summary>The largest packet.</summary>
    public required int MtuBytes { get; init; }

    /// <summary>Within the first packet, which every stage stores before it forwards: time for 1,024 bytes over all stages.</summary>
    public required long PacketTicksPerKiB { get; init; }

    /// <summary>Beyond the first packet, when all stages work at once: time for 1,024 bytes on the slowest.</summary>
    public required long StreamTicksPerKiB { get; init; }

    /// <summary>The remote processor notices a message, copies and answers.</summary>
    public required long HandlerTicks { get; init; }

    /// <summary>The remote card makes what it has written persistent.</summary>
    public required long FlushTicks { get; init; }

    /// <summary>How long a message of so many bytes travels.</summary>
    public long OneWayTicks(long bytes) =>
        BaseTicks
        + (bytes > InlineBytes ? FetchTicks : 0)
        + (Math.Min(bytes, MtuBytes) * PacketTicksPerKiB / 1024)
        + (Math.Max(0, bytes - MtuBytes) * StreamTicksPerKiB / 1024);
}
