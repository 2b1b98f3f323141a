using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>What to explore, and how far.</summary>
public sealed record ExploreOptions
{
    /// <summary>The persistency model's name.</summary>
    public string Model { get; init; } = "px86-line";

    /// <summary>The platform's name, for the report.</summary>
    public string Platform { get; init; } = "";

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Operations per thread.</summary>
    public int Ops { get; init; } = 2;

    /// <summary>Keys or values to use.</summary>
    public int Keys { get; init; } = 2;

    /// <summary>Crashes inside recovery to follow.</summary>
    public int NestedCrashes { get; init; } = 1;

    /// <summary>The bound on states of one workload; beyond it the search is cut short.</summary>
    public long MaxStates { get; init; } = 1_000_000_000;

    /// <summary>The bound on bytes of visited set, trail and frontier of one workload; beyond it the search is cut short.</summary>
    public long MaxMemoryBytes { get; init; } = long.MaxValue;

    /// <summary>The bound on the time of the exploration; beyond it the search is cut short.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.MaxValue;

    /// <summary>Threads that search; the result does not depend on it.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether states are compared in full and not by their hashes.</summary>
    public bool IsExact { get; init; }

    /// <summary>How often a thread may be interrupted inside an operation that could go on; null for any number.</summary>
    public int? Preemptions { get; init; }

    /// <summary>Whether to explore all sequences of <see cref="Ops"/> operations over <see cref="Keys"/> keys instead of the workloads that the structure proposes.</summary>
    public bool AllWorkloads { get; init; }

    /// <summary>Workloads to explore instead of those that the structure proposes; empty for these.</summary>
    public IReadOnlyList<Workload> Programs { get; init; } = [];

    /// <summary>Memory events after which code counts as never ending: far above what any bounded workload needs.</summary>
    public int EventLimit { get; init; } = 20_000;

    /// <summary>The workloads to explore, by name; empty for all that the structure proposes.</summary>
    public IReadOnlyList<string> Workloads { get; init; } = [];

    /// <summary>Operations that the pool has room for at least; more where a workload needs more.</summary>
    internal int PoolOperations { get; init; }

    /// <summary>Whether to collect the outcomes of all crashes without judging them.</summary>
    internal bool CollectsOutcomesOnly { get; init; }

    /// <summary>Whether to estimate what a tool without sharing would run, and to look for sites that no workload reaches.</summary>
    public bool EstimatesEagerSize { get; init; }

    /// <summary>Told now and then how far the search is; may be null.</summary>
    public Action<ExploreProgress>? Progress { get; init; }
}

/// <summary>How far a search is.</summary>
/// <param name="Workload">The workload at hand.</param>
/// <param name="States">States found in it.</param>
/// <param name="Transitions">Transitions taken in it.</param>
/// <param name="Seconds">Wall-clock seconds spent in it.</param>
public sealed record ExploreProgress(string Workload, long States, long Transitions, double Seconds);
