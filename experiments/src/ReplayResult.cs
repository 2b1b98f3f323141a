namespace Sim.Experiments;

/// <summary>What a replay found.</summary>
/// <param name="Reproduced">Whether the violation showed again.</param>
/// <param name="Property">The property that the counterexample violates.</param>
/// <param name="Structure">The structure.</param>
/// <param name="Mutant">The seeded defect, or null.</param>
/// <param name="Recovered">The state that recovery yielded this time.</param>
/// <param name="Allowed">The states that would have been correct.</param>
/// <param name="Summary">What happened, in one sentence.</param>
internal sealed record ReplayResult(bool Reproduced, string Property, string Structure, string? Mutant, string Recovered,
    IReadOnlyList<string> Allowed, string Summary);
