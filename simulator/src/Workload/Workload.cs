namespace Sim.Simulator;

/// <summary>Which operations run: before the threads start, on each thread, and after recovery.</summary>
/// <param name="Name">A short name: <c>insert-split</c>.</param>
/// <param name="Setup">Operations that one thread completes before the others start.</param>
/// <param name="Threads">The operations of each thread, in order.</param>
/// <param name="Probe">
/// Operations that run alone after recovery: the recovered structure must still work, not only look right.
/// </param>
public sealed record Workload(
    string Name,
    IReadOnlyList<Operation> Setup,
    IReadOnlyList<IReadOnlyList<Operation>> Threads,
    IReadOnlyList<Operation> Probe);
