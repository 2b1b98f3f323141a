using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>A workload in the form in which it is searched: for every thread and each of its turns, the operations to choose from.</summary>
/// <remarks>
/// Where the menus have several items, one search covers every workload that they can be read as, and states that different
/// workloads have in common are visited once.
/// </remarks>
/// <param name="Workload">Name, setup and probe; its threads are empty where the menus leave a choice.</param>
/// <param name="Menus">For each thread, for each turn, the operations to choose from.</param>
internal sealed record WorkloadMenus(Workload Workload, IReadOnlyList<IReadOnlyList<IReadOnlyList<Operation>>> Menus)
{
    /// <summary>How many workloads with all their turns this stands for.</summary>
    public double WorkloadCount => Menus.Aggregate(1.0, (product, thread) => thread.Aggregate(product, (part, turn) => part * turn.Count));

    /// <summary>Operations of all threads in one execution.</summary>
    public int OperationCount => Workload.Setup.Count + Workload.Probe.Count + Menus.Sum(thread => thread.Count);

    /// <summary>A workload without choices.</summary>
    public static WorkloadMenus Of(Workload workload) =>
        new(workload, [.. workload.Threads.Select(thread => thread.Select(operation => (IReadOnlyList<Operation>)[operation]).ToList())]);

    /// <summary>Every sequence of operations on the structure's small keys, on every thread.</summary>
    /// <remarks>
    /// Shorter sequences are prefixes of these, and a crash may come before any operation begins. A second argument is a value
    /// that tells who wrote it: thread and turn in decimal. The probe is that of the structure's first workload.
    /// </remarks>
    /// <param name="structure">The structure.</param>
    /// <param name="threadCount">Threads.</param>
    /// <param name="operationCount">Operations of each thread.</param>
    /// <param name="keyCount">Keys.</param>
    public static WorkloadMenus All(IStructure structure, int threadCount, int operationCount, int keyCount)
    {
        IReadOnlyList<ulong> keys = structure.ExplorationKeys(keyCount);
        Workload first = structure.ExplorationWorkloads(threadCount, operationCount, keyCount)[0];
        return new(new Workload("all", [], [], first.Probe),
            [.. Enumerable.Range(0, threadCount).Select(thread => Enumerable.Range(0, operationCount).Select(turn => Menu(thread, turn)).ToList())]);

        IReadOnlyList<Operation> Menu(int thread, int turn) => [.. structure.Operations.SelectMany((kind, index) => kind.ArgumentCount == 0
            ? [new Operation(index)]
            : keys.Select(key => new Operation(index, key, kind.ArgumentCount == 1 ? 0UL : (ulong)(((thread + 1) * 10) + turn))))];
    }
}
