namespace Sim.Explorer;

/// <summary>A property that does not hold.</summary>
/// <param name="Property">Its name.</param>
/// <param name="Summary">What happened, in one sentence.</param>
/// <param name="Outcome">The number of the bad outcome of a crash, or -1 where no crash was needed.</param>
internal sealed record Violation(string Property, string Summary, int Outcome);
