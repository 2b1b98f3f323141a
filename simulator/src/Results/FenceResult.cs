namespace Sim.Simulator.Results;

/// <summary>Which flushes and fences of a structure are needed, and what they cost.</summary>
public sealed record FenceResult
{
    /// <summary>The structure's name.</summary>
    public required string Structure { get; init; }

    /// <summary>The seeded defect, or null.</summary>
    public string? Mutant { get; init; }

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>The persistency model.</summary>
    public required string Model { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Operations per thread.</summary>
    public required int Ops { get; init; }

    /// <summary><c>holds</c>, or <c>violated</c> when the structure is wrong as written: then no site is judged.</summary>
    public required string Verdict { get; init; }

    /// <summary><c>complete</c> or <c>cut short</c>.</summary>
    public required string Completeness { get; init; }

    /// <summary>One row per flush and fence site, dearest first.</summary>
    public required IReadOnlyList<FenceSite> Sites { get; init; }

    /// <summary>The names of the sites that stay in the cheapest safe set, within the bound.</summary>
    public required IReadOnlyList<string> CheapestSafeSet { get; init; }

    /// <summary>Each clause: sites of which at least one must stay, each backed by a violation.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Clauses { get; init; }

    /// <summary>Cycles per operation with every flush and fence.</summary>
    public required double CyclesPerOpBefore { get; init; }

    /// <summary>Cycles per operation with the cheapest safe set only.</summary>
    public required double CyclesPerOpAfter { get; init; }

    /// <summary>Operations of the timed run over all threads, to which <see cref="FenceSite.Cycles"/> belong; 0 where unknown.</summary>
    public long TimedOperations { get; init; }

    /// <summary>The geometry in which a site was judged: <c>small</c>, so that the bound reaches every path; null where unknown.</summary>
    public string? ExploredGeometry { get; init; }

    /// <summary>The geometry in which a site was priced: <c>paper</c>; null where unknown.</summary>
    public string? TimedGeometry { get; init; }

    /// <summary>How many parameters the platform has; 0 where unknown.</summary>
    public int PlatformParameters { get; init; }

    /// <summary>How many of them are assumptions.</summary>
    public int PlatformAssumptions { get; init; }

    /// <summary>Explorations run.</summary>
    public required int Explorations { get; init; }

    /// <summary>Executions of operation code over all of them.</summary>
    public required long CodeRuns { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A flush or fence site.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Member">The method.</param>
/// <param name="Line">Source line.</param>
/// <param name="Kind">The instruction.</param>
/// <param name="Label">The persist step.</param>
/// <param name="Executions">Executions in the timed run.</param>
/// <param name="Cycles">Cycles in the timed run, over all threads.</param>
/// <param name="Verdict">
/// <c>needed</c>; <c>elidable alone</c>; <c>not reached</c> where crashes are explored within the bound (it stays); <c>not judged</c> (it stays).
/// </param>
/// <param name="InCheapestSafeSet">Whether the cheapest safe set keeps it.</param>
/// <param name="Counterexample">The file that shows why it is needed, or null.</param>
public sealed record FenceSite(string Site, string Member, int Line, string Kind, string Label, long Executions, long Cycles,
    string Verdict, bool InCheapestSafeSet, string? Counterexample);
