using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary><see cref="LogFreeList{TPmem}"/> for Sim's tools.</summary>
public sealed class LogFreeListStructure : IStructure
{
    /// <inheritdoc/>
    public string Name => "log-free-list";

    /// <inheritdoc/>
    public string Title => "log-free list: a lock-free set whose links carry a bit until they are persistent";

    /// <inheritdoc/>
    public string Source => "David et al., Log-Free Concurrent Data Structures, USENIX ATC 2018; link-and-persist";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations { get; } = [new("insert", 1), new("remove", 1), new("contains", 1)];

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => LogFreeListMutants.All;

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
        where TPmem : struct, IPmem => new LogFreeList<TPmem>(pmem).Create(threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new LogFreeList<TPmem>(pmem).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        LogFreeList<TPmem> list = new(pmem);
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
        where TPmem : struct, IPmem => new LogFreeList<TPmem>(pmem).Observe();
}
