using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Workloads whose threads are told apart by a function.</summary>
internal static class ContainerWorkloads
{
    /// <summary>Makes a workload.</summary>
    public static Workload Make(string name, int threadCount, int operationCount, IReadOnlyList<Operation> setup,
        Func<int, int, Operation> operation, IReadOnlyList<Operation> probe) =>
        new(name, setup,
            [.. Enumerable.Range(0, threadCount).Select(thread =>
                (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount).Select(index => operation(thread, index))])],
            probe);
}
