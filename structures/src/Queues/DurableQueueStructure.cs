using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary><see cref="DurableQueue{TPmem}"/> for Sim's tools.</summary>
public sealed class DurableQueueStructure : IStructure
{
    /// <inheritdoc/>
    public string Name => "queue";

    /// <inheritdoc/>
    public string Title => "lock-free FIFO queue that also delivers its answers durably";

    /// <inheritdoc/>
    public string Source => "Friedman, Herlihy, Marathe, Petrank, PPoPP 2018, section 3 (durable queue), without reuse of nodes";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations { get; } = [new("enqueue", 1), new("dequeue", 0)];

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => QueueMutants.All;

    /// <inheritdoc/>
    public AbstractState Empty => QueueState.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) =>
        PoolHeader.Bytes + QueueLayout.RootBytes(threadCount)
        + BumpAllocator.BytesOf(threadCount, (1L + BumpAllocator.OperationsOfOneThread(threadCount, operationCount)) * CacheLine.Bytes);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        QueueWorkloads.ForExploration(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        QueueWorkloads.Timed(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => new DurableQueue<TPmem>(pmem).Create(threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new DurableQueue<TPmem>(pmem).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        DurableQueue<TPmem> queue = new(pmem);
        if (operation.Kind == QueueState.Dequeue) { return queue.Dequeue(thread); }
        queue.Enqueue(thread, operation.Key);
        return 0;
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new DurableQueue<TPmem>(pmem).Observe();
}
