using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>DRAM behind its channel: the channel is what limits it.</summary>
/// <param name="loadCycles">Latency of a random load.</param>
internal sealed class DramDevice(long loadCycles) : MemoryDevice
{
    private long _reads;
    private long _writes;

    public override long MediaBytesWritten => _writes * CacheLine.Bytes;

    public override long MediaBytesRead => _reads * CacheLine.Bytes;

    public override long Read(int line, long now)
    {
        _reads++;
        return now + loadCycles;
    }

    public override long Take(int line, long now)
    {
        _writes++;
        return now;
    }
}
