using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary><see cref="LinkedQueue{TPmem}"/> for Sim's tools.</summary>
/// <param name="geometry">The sizes of the pool of nodes.</param>
public sealed class LinkedQueueStructure(NodePoolGeometry geometry) : IStructure
{
    /// <inheritdoc/>
    public string Name => "linked-queue";

    /// <inheritdoc/>
    public string Title => "LinkedQ: lock-free queue whose enqueue flushes what may not be persistent before it, one fence an operation";

    /// <inheritdoc/>
    public string Source => "Sela, Petrank: Durable Queues: The Second Amendment, SPAA 2021, LinkedQ";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations { get; } = [new("enqueue", 1), new("dequeue", 0)];

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => LinkedQueueMutants.All;

    /// <inheritdoc/>
    public AbstractState Empty => FifoState.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) => QueueAreas.PoolBytes(threadCount, operationCount, geometry);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        FifoWorkloads.ForExploration(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => QueueWorkloads.Timed(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => new LinkedQueue<TPmem>(pmem, geometry).Create(threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new LinkedQueue<TPmem>(pmem, geometry).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        LinkedQueue<TPmem> queue = new(pmem, geometry);
        if (operation.Kind == QueueState.Dequeue) { return queue.Dequeue(thread); }
        queue.Enqueue(thread, operation.Key);
        return 0;
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new FifoState([.. new LinkedQueue<TPmem>(pmem, geometry).ReadAll()]);
}
