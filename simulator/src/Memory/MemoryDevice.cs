namespace Sim.Simulator;

/// <summary>What stands at the end of a memory channel.</summary>
internal abstract class MemoryDevice
{
    /// <summary>Reads a line; returns when the data are in the core.</summary>
    public abstract long Read(int line, long now);

    /// <summary>Offers a line to be written from <paramref name="now"/> on; returns when the device has taken it.</summary>
    public abstract long Take(int line, long now);

    /// <summary>Bytes written to the storage cells, as if the device were asked to empty its buffers now.</summary>
    public abstract long MediaBytesWritten { get; }

    /// <summary>Bytes read from the storage cells to answer loads.</summary>
    public abstract long MediaBytesRead { get; }
}
