using Sim.Explorer.Agreement;

namespace Sim.Experiments;

/// <summary>What a comparison of the two implementations of a model found.</summary>
/// <param name="Model">The model's key.</param>
/// <param name="Threads">Threads of a program.</param>
/// <param name="Instructions">Instructions of a thread.</param>
/// <param name="Seed">The seed of random programs; null where every program up to the bound was compared.</param>
/// <param name="IsComplete">Whether all programs asked for were compared.</param>
/// <param name="Passed">Programs with equal outcome sets.</param>
/// <param name="Failed">Programs with different ones.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Smallest">A minimal program on which they differ, or null.</param>
internal sealed record AgreementResult(string Model, int Threads, int Instructions, ulong? Seed, bool IsComplete, long Passed, long Failed, double Seconds,
    Disagreement? Smallest);
