using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>DRAM behind its channel: the channel is what limits it; a load from an open row is faster.</summary>
/// <param name="loadTicks">Latency of a load from a row that is closed.</param>
/// <param name="parameters">Its rows and banks.</param>
internal sealed class DramDevice(long loadTicks, DramParameters parameters) : MemoryDevice
{
    private readonly int[] _openRows = new int[parameters.Banks];
    private readonly long[] _freeAt = new long[parameters.Banks];
    private long _reads;
    private long _writes;

    public override long MediaBytesWritten => _writes * CacheLine.Bytes;

    public override long MediaBytesRead => _reads * CacheLine.Bytes;

    public override long Read(int line, long now)
    {
        _reads++;
        long start = Access(line, now, out bool wasOpen);
        return start + (wasOpen ? parameters.OpenRowLoadTicks : loadTicks);
    }

    public override long Take(int line, long now)
    {
        _writes++;
        Access(line, now, out _);
        return now;
    }

    /// <summary>When the line's bank can start, and whether its row was open.</summary>
    private long Access(int line, long now, out bool wasOpen)
    {
        int row = line / parameters.RowLines;

        // Memory controllers hash rows over banks, so that streams of a power of two do not meet in one.
        int bank = (int)(((uint)row * 0x9E3779B1u) >> 16) % parameters.Banks;
        wasOpen = _openRows[bank] == row + 1;
        _openRows[bank] = row + 1;
        long start = Math.Max(now, _freeAt[bank]);
        if (!wasOpen) { _freeAt[bank] = start + parameters.BankBusyTicks; }
        return start;
    }
}
