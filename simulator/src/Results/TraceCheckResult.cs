namespace Sim.Simulator.Results;

/// <summary>What the linear-time checkers found in a trace.</summary>
public sealed record TraceCheckResult
{
    /// <summary>The file.</summary>
    public required string Trace { get; init; }

    /// <summary>Events in the trace.</summary>
    public required long Events { get; init; }

    /// <summary>The rules file, or null.</summary>
    public required string? Rules { get; init; }

    /// <summary>What was found: errors first, and the most frequent first.</summary>
    public required IReadOnlyList<TraceFinding> Findings { get; init; }

    /// <summary>Findings that put data at risk.</summary>
    public required long Errors { get; init; }

    /// <summary>Findings that cost time only.</summary>
    public required long Warnings { get; init; }
}

/// <summary>One kind of finding at one place in the source.</summary>
/// <param name="Kind">The checker: <c>unflushed store</c>, <c>double flush</c>.</param>
/// <param name="IsError">Whether data are at risk; if not, only time is wasted.</param>
/// <param name="Site">The place in the source.</param>
/// <param name="Count">How often it happened there.</param>
/// <param name="FirstEvent">The event at which it happened first, from 0.</param>
/// <param name="Place">Where in which file it happened first; empty for a fence.</param>
/// <param name="Detail">What else is known; may be empty.</param>
public sealed record TraceFinding(string Kind, bool IsError, string Site, long Count, long FirstEvent, string Place, string Detail);
