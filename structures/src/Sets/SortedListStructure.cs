using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary><see cref="SortedList{TPmem}"/> for Sim's tools.</summary>
public sealed class SortedListStructure : IStructure
{
    /// <inheritdoc/>
    public string Name => "sorted-list";

    /// <inheritdoc/>
    public string Title => "lock-free sorted linked list: a set of keys";

    /// <inheritdoc/>
    public string Source => "Harris, DISC 2001, and Michael, SPAA 2002; durable as in NVTraverse, Friedman et al., PLDI 2020";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations { get; } = [new("insert", 1), new("remove", 1), new("contains", 1)];

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => ListMutants.All;

    /// <inheritdoc/>
    public AbstractState Empty => SetState.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) =>
        PoolHeader.Bytes + CacheLine.Bytes
        + BumpAllocator.BytesOf(threadCount, (long)BumpAllocator.OperationsOfOneThread(threadCount, operationCount) * CacheLine.Bytes);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        ListWorkloads.ForExploration(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        ListWorkloads.Timed(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => new SortedList<TPmem>(pmem).Create(threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new SortedList<TPmem>(pmem).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        SortedList<TPmem> list = new(pmem);
        bool answer = operation.Kind switch
        {
            SetState.Insert => list.Insert(thread, operation.Key),
            SetState.Remove => list.Remove(operation.Key),
            _ => list.Contains(operation.Key),
        };
        return answer ? 1UL : 0;
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new SortedList<TPmem>(pmem).Observe();
}
