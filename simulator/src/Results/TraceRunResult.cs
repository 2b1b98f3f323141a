namespace Sim.Simulator.Results;

/// <summary>What a trace costs on a platform.</summary>
public sealed record TraceRunResult
{
    /// <summary>The file.</summary>
    public required string Trace { get; init; }

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>Events in the trace.</summary>
    public required long Events { get; init; }

    /// <summary>Traced threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Cycles per nanosecond of the platform's core.</summary>
    public required double CyclesPerNs { get; init; }

    /// <summary>Simulated duration in nanoseconds.</summary>
    public required double DurationNs { get; init; }

    /// <summary>The operations that markers bracket, by name without numbers.</summary>
    public required IReadOnlyList<TracedOperation> Operations { get; init; }

    /// <summary>Cycles by cause over all threads; they sum to <see cref="TotalCycles"/>.</summary>
    public required IReadOnlyList<CauseCost> Causes { get; init; }

    /// <summary>Cycles by source line, dearest first; they sum to <see cref="TotalCycles"/>.</summary>
    public required IReadOnlyList<SiteCost> Sites { get; init; }

    /// <summary>Cycles of all threads together.</summary>
    public required long TotalCycles { get; init; }

    /// <summary>Device counters.</summary>
    public required IReadOnlyDictionary<string, double> Counters { get; init; }

    /// <summary>Flushes and fences that did nothing at any of their executions, dearest first.</summary>
    public required IReadOnlyList<IdleSite> IdleSites { get; init; }

    /// <summary>Simulated duration without them.</summary>
    public required double DurationNsWithoutIdle { get; init; }

    /// <summary>Flushes and fences without which a checker still finds every crash image consistent; empty without a checker.</summary>
    public IReadOnlyList<ElisionVerdict> Elisions { get; init; } = [];
}

/// <summary>Operations with one name.</summary>
/// <param name="Name">The marker's name without numbers.</param>
/// <param name="Count">How many.</param>
/// <param name="MeanCycles">Cycles of one on average.</param>
/// <param name="MeanNs">The same in nanoseconds.</param>
/// <param name="MaxNs">Nanoseconds of the longest.</param>
public sealed record TracedOperation(string Name, long Count, double MeanCycles, double MeanNs, double MaxNs);

/// <summary>A flush or fence that never did anything in a trace.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Executions">How often it executed.</param>
/// <param name="Cycles">Cycles spent there.</param>
public sealed record IdleSite(string Site, long Executions, long Cycles);

/// <summary>What a checker says about a trace without one flush or fence.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Cycles">Cycles spent there.</param>
/// <param name="Verdict"><c>needed</c>, <c>elidable alone</c>, or <c>undecided</c> if not every image was checked.</param>
/// <param name="InconsistentImages">Inconsistent images without it.</param>
public sealed record ElisionVerdict(string Site, long Cycles, string Verdict, long InconsistentImages);
