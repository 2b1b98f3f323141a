namespace Sim.Explorer;

/// <summary>What following a counterexample again has shown.</summary>
/// <param name="Reproduced">Whether the same violation came out.</param>
/// <param name="Recovered">The recovered abstract state, or what went wrong instead.</param>
/// <param name="Summary">What happened, in one sentence.</param>
public sealed record ReplayReport(bool Reproduced, string Recovered, string Summary);
