namespace Sim.Experiments;

/// <summary>How fast the timing model is, in wall-clock time of this machine.</summary>
/// <param name="Rows">One measurement each.</param>
internal sealed record TimingSpeed(IReadOnlyList<TimingSpeedRow> Rows);

/// <summary>One measurement.</summary>
/// <param name="Name">What was simulated.</param>
/// <param name="Count">Accesses or requests.</param>
/// <param name="PerSecond">Accesses or requests per second of processor time.</param>
/// <param name="AllocatedBytes">Bytes that the run allocated, tables included.</param>
internal sealed record TimingSpeedRow(string Name, long Count, double PerSecond, long AllocatedBytes);
