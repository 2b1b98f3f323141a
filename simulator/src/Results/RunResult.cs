namespace Sim.Simulator.Results;

/// <summary>What one run of a structure cost, in simulated time or on a real mapping.</summary>
public sealed record RunResult
{
    /// <summary>The structure's name.</summary>
    public required string Structure { get; init; }

    /// <summary>The seeded defect, or null.</summary>
    public string? Mutant { get; init; }

    /// <summary>The platform's name, or <c>host</c> for a real mapping.</summary>
    public required string Platform { get; init; }

    /// <summary><c>timed</c> or <c>real</c>.</summary>
    public required string Mapping { get; init; }

    /// <summary>For a real mapping: what a completed fence guarantees there, in one sentence; else null.</summary>
    public string? Durability { get; init; }

    /// <summary>For a real mapping: the instruction that flushes a line, such as <c>clwb</c>; else null.</summary>
    public string? FlushInstruction { get; init; }

    /// <summary>For a real mapping: whether the pool existed, and was opened and recovered before the run.</summary>
    public bool Recovered { get; init; }

    /// <summary>For a simulated run: how many parameters the platform has; else 0.</summary>
    public int PlatformParameters { get; init; }

    /// <summary>How many of them are assumptions.</summary>
    public int PlatformAssumptions { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Operations per thread.</summary>
    public required int Ops { get; init; }

    /// <summary>The size of the key space; 0 for practically distinct keys.</summary>
    public required int Keys { get; init; }

    /// <summary>The seed of the workload.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Cycles per nanosecond of the platform's core; 0 on a real mapping, which is timed in nanoseconds.</summary>
    public double CyclesPerNs { get; init; }

    /// <summary>Duration of the run in nanoseconds: simulated, or wall-clock on a real mapping.</summary>
    public required double DurationNs { get; init; }

    /// <summary>Operations per second over all threads.</summary>
    public required double ThroughputOpsPerSecond { get; init; }

    /// <summary>Latency of one operation, in nanoseconds.</summary>
    public required LatencyResult Latency { get; init; }

    /// <summary>Flush instructions executed per operation (one per line).</summary>
    public required double FlushesPerOp { get; init; }

    /// <summary>sfence and mfence instructions executed per operation.</summary>
    public required double FencesPerOp { get; init; }

    /// <summary>Locked instructions executed per operation: they fence as well.</summary>
    public required double LockedPerOp { get; init; }

    /// <summary>Cycles by cause, summed over all threads; empty on a real mapping. They sum to <see cref="TotalCycles"/>.</summary>
    public IReadOnlyList<CauseCost> Causes { get; init; } = [];

    /// <summary>Cycles by site, dearest first; empty on a real mapping. They sum to <see cref="TotalCycles"/>.</summary>
    public IReadOnlyList<SiteCost> Sites { get; init; } = [];

    /// <summary>Cycles of all threads together; 0 on a real mapping.</summary>
    public long TotalCycles { get; init; }

    /// <summary>Device counters, such as bytes written to media; empty on a real mapping.</summary>
    public IReadOnlyDictionary<string, double> Counters { get; init; } = new Dictionary<string, double>();
}

/// <summary>Percentiles and the histogram of operation latency.</summary>
/// <param name="MeanNs">Mean in nanoseconds.</param>
/// <param name="P50Ns">Median.</param>
/// <param name="P90Ns">90th percentile.</param>
/// <param name="P99Ns">99th percentile.</param>
/// <param name="P999Ns">99.9th percentile.</param>
/// <param name="MaxNs">Largest.</param>
/// <param name="Histogram">Counts by bucket, ascending, empty buckets left out.</param>
public sealed record LatencyResult(double MeanNs, double P50Ns, double P90Ns, double P99Ns, double P999Ns, double MaxNs,
    IReadOnlyList<LatencyBucket> Histogram);

/// <summary>Operations whose latency fell into one bucket.</summary>
/// <param name="FromNs">Lower bound in nanoseconds, inclusive.</param>
/// <param name="ToNs">Upper bound in nanoseconds, exclusive.</param>
/// <param name="Count">Operations.</param>
public sealed record LatencyBucket(double FromNs, double ToNs, long Count);

/// <summary>Cycles that one cause took.</summary>
/// <param name="Cause">The cause: <c>fence wait</c>, <c>load miss memory</c>.</param>
/// <param name="Cycles">Cycles over all threads.</param>
public sealed record CauseCost(string Cause, long Cycles);

/// <summary>Cycles that one site took.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Kind">The instruction: <c>clwb</c>, <c>sfence</c>, <c>store</c>.</param>
/// <param name="Label">The persist step; may be empty.</param>
/// <param name="Member">The method.</param>
/// <param name="File">Source file.</param>
/// <param name="Line">Source line.</param>
/// <param name="Executions">How often it executed; a range flush counts once per line.</param>
/// <param name="Cycles">Cycles spent there over all threads.</param>
public sealed record SiteCost(string Site, string Kind, string Label, string Member, string File, int Line, long Executions, long Cycles);
