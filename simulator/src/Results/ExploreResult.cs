namespace Sim.Simulator.Results;

/// <summary>What an exploration found, and what it covered.</summary>
public sealed record ExploreResult
{
    /// <summary>The structure's name.</summary>
    public required string Structure { get; init; }

    /// <summary>The seeded defect, or null.</summary>
    public string? Mutant { get; init; }

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>The persistency model: <c>px86-line</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Operations per thread.</summary>
    public required int Ops { get; init; }

    /// <summary>Keys or values used.</summary>
    public required int Keys { get; init; }

    /// <summary>By how many bytes the structure's objects were moved.</summary>
    public int ShiftBytes { get; init; }

    /// <summary>Bound on preemptions, or null for none.</summary>
    public int? Preemptions { get; init; }

    /// <summary><c>holds</c> or <c>violated</c>, within the bound.</summary>
    public required string Verdict { get; init; }

    /// <summary><c>complete</c>, or <c>cut short</c>: then the verdict covers only what was reached.</summary>
    public required string Completeness { get; init; }

    /// <summary>What cut the exploration short: <c>states</c>, <c>memory</c>, <c>time</c> or <c>request</c> (a signal); else null.</summary>
    public string? CutShortBy { get; init; }

    /// <summary>The property that was violated: <c>durable linearizability</c>; or null.</summary>
    public string? Property { get; init; }

    /// <summary>The names of the workloads explored, in order; a violation ends the exploration.</summary>
    public required IReadOnlyList<string> Workloads { get; init; }

    /// <summary>How many workloads these are, where one search covers many.</summary>
    public double WorkloadsRepresented { get; init; }

    /// <summary>Flush and fence sites of the structure's code, by name, that no explored execution has reached; empty where nobody looked for them.</summary>
    public IReadOnlyList<string> UnreachedSites { get; init; } = [];

    /// <summary>Estimate: the executions that a tool without sharing would run before crashes; null where it was not made.</summary>
    public double? EagerInterleavings { get; init; }

    /// <summary>The standard error of that, as a share of it.</summary>
    public double? EagerInterleavingsError { get; init; }

    /// <summary>Estimate: the recoveries that it would run, one for each crash image of each of them.</summary>
    public double? EagerRecoveries { get; init; }

    /// <summary>The standard error of that, as a share of it.</summary>
    public double? EagerRecoveriesError { get; init; }

    /// <summary>Distinct global states.</summary>
    public required long States { get; init; }

    /// <summary>Transitions between them.</summary>
    public required long Transitions { get; init; }

    /// <summary>Crash images that the crash points stand for: products over lines, summed.</summary>
    public required double CrashImagesRepresented { get; init; }

    /// <summary>Images that had to be decided: leaves of the walks over recovery's tree.</summary>
    public required long CrashImagesDecided { get; init; }

    /// <summary>Executions of recovery code.</summary>
    public required long RecoveriesRun { get; init; }

    /// <summary>Distinct sequences of values that recovery reads: recovery never runs more often than that.</summary>
    public long RecoveryPaths { get; init; }

    /// <summary>Executions of operation code.</summary>
    public required long CodeRuns { get; init; }

    /// <summary>Distinct outcomes of crashes: recovered abstract states, and what else became of recovery.</summary>
    public required long DistinctOutcomes { get; init; }

    /// <summary>Bound on crashes inside recovery.</summary>
    public required int NestedCrashes { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The most bytes that the visited set, the trail and the frontier of one workload have held.</summary>
    public long SearchMemoryBytes { get; init; }

    /// <summary>Peak working set of the process in bytes.</summary>
    public required long PeakMemoryBytes { get; init; }

    /// <summary>The counterexample's file, or null.</summary>
    public string? Counterexample { get; init; }
}
