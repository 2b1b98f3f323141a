namespace Sim.Simulator;

/// <summary>What a timed run does.</summary>
public sealed record TimedRunOptions
{
    /// <summary>Simulated threads, from 1 to 64.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Measured operations per thread.</summary>
    public int Ops { get; init; } = 10_000;

    /// <summary>The size of the key space; 0 for practically distinct keys.</summary>
    public int Keys { get; init; } = 10_000;

    /// <summary>The seed of the workload and of the devices' random choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Names of the flush and fence sites that do nothing.</summary>
    public IReadOnlySet<string> ElidedSites { get; init; } = new HashSet<string>();

    /// <summary>Operations per thread before the measured ones: they fill caches and buffers and are not counted.</summary>
    public int WarmupOps { get; init; }
}
