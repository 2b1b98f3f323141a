using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>The memory of a platform: interleaved channels, each with its queue and device.</summary>
/// <remarks>
/// Not modelled: the host's random pick among the requests that wait for a channel, which lowers bandwidth with many threads;
/// the read of the XPLine from the media that a clwb can cause; stalls for wear levelling (tens of microseconds on a hot
/// line); prefetching, by the cores and by the DIMM on sequential reads; address translation by the cores (TLB misses).
/// </remarks>
public sealed class MemoryController : IMemoryPort
{
    private readonly MemoryChannel[] _channels;
    private readonly int _interleaveLines;
    private readonly LinkParameters? _link;
    private readonly Server _towardsMemory = new();
    private readonly Server _towardsCores = new();

    /// <summary>Makes an idle memory.</summary>
    /// <param name="parameters">The platform's memory.</param>
    /// <param name="seed">The seed of the devices' random choices.</param>
    public MemoryController(MemoryParameters parameters, ulong seed)
    {
        _interleaveLines = parameters.InterleaveLines;
        _link = parameters.Link;
        _channels = new MemoryChannel[parameters.Channels];
        for (int i = 0; i < _channels.Length; i++) { _channels[i] = new MemoryChannel(parameters, seed + (ulong)i); }
    }

    /// <summary>What passed since the start.</summary>
    public MemoryCounters Counters => new(
        _channels.Sum(channel => channel.Reads),
        _channels.Sum(channel => channel.Writes),
        _channels.Sum(channel => channel.Device.MediaBytesRead),
        _channels.Sum(channel => channel.Device.MediaBytesWritten));

    /// <inheritdoc/>
    public long Read(int line, long now)
    {
        (MemoryChannel channel, int ownLine) = Route(line);
        if (_link is null) { return channel.Read(ownLine, now); }
        long arrival = _towardsMemory.Serve(now, _link.RequestSlotTicks) + _link.RequestSlotTicks;
        long ready = channel.Read(ownLine, arrival);
        return _towardsCores.Serve(ready, _link.DataSlotTicks) + _link.DataSlotTicks + _link.LatencyTicks;
    }

    /// <inheritdoc/>
    public WriteAcceptance Write(int line, long now, bool isNonTemporal = false)
    {
        (MemoryChannel channel, int ownLine) = Route(line);
        if (_link is null) { return channel.Write(ownLine, now, isNonTemporal); }
        long arrival = _towardsMemory.Serve(now, _link.DataSlotTicks) + _link.DataSlotTicks;
        WriteAcceptance accepted = channel.Write(ownLine, arrival, isNonTemporal);
        return accepted with { Entered = accepted.Entered + _link.WriteAckTicks };
    }

    /// <summary>The channel of a line, and the line's number within the channel.</summary>
    private (MemoryChannel Channel, int OwnLine) Route(int line)
    {
        if (_channels.Length == 1) { return (_channels[0], line); }
        (int chunk, int offset) = Math.DivRem(line, _interleaveLines);
        (int row, int channel) = Math.DivRem(chunk, _channels.Length);
        return (_channels[channel], (row * _interleaveLines) + offset);
    }
}

/// <summary>What passed through a memory controller.</summary>
/// <param name="Reads">Lines read.</param>
/// <param name="Writes">Lines that entered the write-pending queues.</param>
/// <param name="MediaBytesRead">Bytes that the devices read from their media to answer loads.</param>
/// <param name="MediaBytesWritten">Bytes that the devices wrote to their media, or would if they emptied their buffers now.</param>
public readonly record struct MemoryCounters(long Reads, long Writes, long MediaBytesRead, long MediaBytesWritten)
{
    /// <summary>What passed through two parts of a memory together.</summary>
    public static MemoryCounters operator +(MemoryCounters one, MemoryCounters other) => new(
        one.Reads + other.Reads,
        one.Writes + other.Writes,
        one.MediaBytesRead + other.MediaBytesRead,
        one.MediaBytesWritten + other.MediaBytesWritten);

    /// <summary>What passed between two readings.</summary>
    public static MemoryCounters operator -(MemoryCounters later, MemoryCounters earlier) => new(
        later.Reads - earlier.Reads,
        later.Writes - earlier.Writes,
        later.MediaBytesRead - earlier.MediaBytesRead,
        later.MediaBytesWritten - earlier.MediaBytesWritten);
}
