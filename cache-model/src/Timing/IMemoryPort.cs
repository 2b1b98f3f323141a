namespace Sim.CacheModel;

/// <summary>What lies behind the caches: a memory controller with its devices. Times are core cycles.</summary>
/// <remarks>Calls come nearly in order of <c>now</c>: a store that drains later may be asked for ahead of another core's access.</remarks>
public interface IMemoryPort
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">The line's index.</param>
    /// <param name="now">When the request leaves the core.</param>
    /// <returns>When the data are in the core.</returns>
    long Read(int line, long now);

    /// <summary>Writes a line back.</summary>
    /// <param name="line">The line's index.</param>
    /// <param name="now">When the line leaves the cache or the write-combining buffer.</param>
    /// <param name="isNonTemporal">Whether the line comes from a write-combining buffer; else it is written back from a cache.</param>
    WriteAcceptance Write(int line, long now, bool isNonTemporal = false);
}

/// <summary>When a write entered the write-pending queue.</summary>
/// <param name="Entered">The cycle in which it got an entry; from then on it survives a power failure under ADR.</param>
/// <param name="QueueWaitCycles">How long it waited for the entry.</param>
public readonly record struct WriteAcceptance(long Entered, long QueueWaitCycles);
