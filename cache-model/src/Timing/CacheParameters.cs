namespace Sim.CacheModel;

/// <summary>Sizes and latencies of the cache levels, in core cycles.</summary>
/// <param name="L1">The first level, one per core.</param>
/// <param name="L2">The second level, one per core; it includes the first.</param>
/// <param name="Llc">The last level, shared; it holds what the second levels evict.</param>
/// <param name="TransferCycles">A line that comes from, or must be invalidated in, another core's caches.</param>
/// <param name="L2Misses">Misses of one core that its second level can have outstanding, prefetches included.</param>
public sealed record CacheParameters(CacheLevel L1, CacheLevel L2, CacheLevel Llc, long TransferCycles, int L2Misses = 16);

/// <summary>One cache level.</summary>
/// <param name="Lines">Capacity in lines, a multiple of <paramref name="Ways"/>.</param>
/// <param name="Ways">Associativity.</param>
/// <param name="HitCycles">Load-to-use latency of a hit.</param>
public sealed record CacheLevel(int Lines, int Ways, long HitCycles);
