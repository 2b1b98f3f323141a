namespace Sim.CacheModel;

/// <summary>How the caches answered.</summary>
/// <param name="DoneAt">The cycle in which the data, or the ownership, are in the core.</param>
/// <param name="Cause">What the time until then is charged to.</param>
public readonly record struct CacheAccess(long DoneAt, StallCause Cause);
