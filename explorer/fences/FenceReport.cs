using Sim.Simulator.Results;

namespace Sim.Fences;

/// <summary>The result of a fence analysis with the executions that prove it.</summary>
/// <param name="Result">The table.</param>
/// <param name="Counterexamples">
/// For each needed site, by name: what goes wrong without it. Under the empty name: what goes wrong in the structure as written.
/// </param>
public sealed record FenceReport(FenceResult Result, IReadOnlyDictionary<string, Counterexample> Counterexamples);
