namespace Sim.CacheModel;

/// <summary>How a cache line is written back.</summary>
public enum FlushKind : byte
{
    /// <summary>clwb, or DC CVAP on Arm: ordered by the next fence, may keep the line cached.</summary>
    Clwb,

    /// <summary>clflushopt: as clwb, but the line leaves the cache.</summary>
    Clflushopt,

    /// <summary>clflush: ordered with stores and other clflushes, complete when executed.</summary>
    Clflush,
}
