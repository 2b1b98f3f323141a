using System.Diagnostics;

namespace Sim.Explorer;

/// <summary>Why a search ended.</summary>
internal enum SearchEnd
{
    /// <summary>Every reachable state was expanded.</summary>
    Complete,

    /// <summary>A violation was found, with no shorter schedule to any.</summary>
    Violation,

    /// <summary>The bound on states was reached.</summary>
    States,

    /// <summary>The bound on memory was reached.</summary>
    Memory,

    /// <summary>The bound on time was reached.</summary>
    Time,

    /// <summary>Somebody asked it to stop.</summary>
    Stopped,
}

/// <summary>When a search gives up, and how it keeps its states.</summary>
/// <param name="MaxStates">States of one search.</param>
/// <param name="MaxMemoryBytes">Bytes of visited set, trail and frontier.</param>
/// <param name="Deadline">A time of <see cref="Stopwatch.GetTimestamp"/>.</param>
/// <param name="IsExact">Whether full states are kept and compared, not hashes only.</param>
internal sealed record SearchLimits(long MaxStates, long MaxMemoryBytes, long Deadline, bool IsExact)
{
    /// <summary>The limit that is reached, or null.</summary>
    public SearchEnd? Reached(int states, long memoryBytes, CancellationToken stop) =>
        stop.IsCancellationRequested ? SearchEnd.Stopped
        : states >= MaxStates ? SearchEnd.States
        : memoryBytes >= MaxMemoryBytes ? SearchEnd.Memory
        : Stopwatch.GetTimestamp() >= Deadline ? SearchEnd.Time
        : null;
}
