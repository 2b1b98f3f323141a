namespace Sim.Fences;

/// <summary>The bound of a fence analysis, and the run that prices the sites.</summary>
public sealed record FenceOptions
{
    /// <summary>Threads, in the exploration and in the timed run.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Operations per thread in the exploration.</summary>
    public int Ops { get; init; } = 2;

    /// <summary>Keys or values to use in the exploration.</summary>
    public int Keys { get; init; } = 2;

    /// <summary>Operations per thread in the timed run.</summary>
    public int TimedOps { get; init; } = 20_000;

    /// <summary>The size of the key space in the timed run.</summary>
    public int TimedKeys { get; init; } = 1_000_000;

    /// <summary>The seed of the timed run.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Told what is being done; may be null.</summary>
    public Action<string>? Progress { get; init; }
}
