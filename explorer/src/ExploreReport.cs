using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>The result of an exploration, and the violating execution if there is one.</summary>
/// <param name="Result">Verdict and counts.</param>
/// <param name="Counterexample">A shortest violating execution, or null.</param>
public sealed record ExploreReport(ExploreResult Result, Counterexample? Counterexample)
{
    /// <summary>The distinct outcomes of all crashes, as text, sorted: recovered abstract states and what went wrong.</summary>
    public required IReadOnlyList<string> Outcomes { get; init; }
}
