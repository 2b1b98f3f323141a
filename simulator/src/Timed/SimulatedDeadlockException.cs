namespace Sim.Simulator;

/// <summary>All simulated threads that have not ended wait for one another: a defect of the structure under test.</summary>
/// <param name="waits">What each thread waits for.</param>
public sealed class SimulatedDeadlockException(string waits) : Exception($"deadlock: {waits}");
