using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>A container over a transaction technique, under one lock, for Sim's tools.</summary>
internal sealed class TransactionalStructure(ITechnique technique, IContainer container) : IStructure
{
    /// <inheritdoc/>
    public string Name => $"{technique.Name}-{container.Name}";

    /// <inheritdoc/>
    public string Title => $"transactions: {container.Title} over {technique.Title}";

    /// <inheritdoc/>
    public string Source => technique.Source;

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => container.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => technique.Mutants;

    /// <inheritdoc/>
    public AbstractState Empty => container.Empty;

    // The pool's length is the run's choice, and the only one: the heap takes what the logs leave.
    private string Layout => Name;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) =>
        PoolHeader.Bytes + new TransactionLayout(threadCount, container.HeapBytes(operationCount)).Bytes(technique.HasTwoHeaps)
        + BumpAllocator.BytesOf(threadCount, 0);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        container.Workloads(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => container.Timed(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        TransactionLayout layout = LayoutOf(pmem, threadCount);
        PoolHeader.Format(pmem, Layout, layout.Bytes(technique.HasTwoHeaps), threadCount);
        for (int heap = 0; heap < (technique.HasTwoHeaps ? 2 : 1); heap++)
        {
            for (long offset = 0; offset < layout.HeapBytes; offset += PersistWord.Bytes)
            {
                ulong initial = container.Initial(offset);
                if (initial == 0) { continue; }
                pmem.Store(layout.Heap(heap) + offset, initial, "create");
                pmem.Flush(layout.Heap(heap) + offset, PersistWord.Bytes, "create");
            }
        }
        pmem.Fence("create");
    }

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        PoolHeader.Verify(pmem, Layout);
        technique.Recover(pmem, LayoutOf(pmem, PoolHeader.ThreadCount(pmem)));
        new MappedLock<TPmem>(pmem, TransactionLayout.Lock).Reset();
    }

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        MappedLock<TPmem> mutex = new(pmem, TransactionLayout.Lock);
        mutex.Acquire();
        ITransaction transaction = technique.Begin(pmem, LayoutOf(pmem, PoolHeader.ThreadCount(pmem)), thread);
        ulong result = container.Execute(transaction, operation);
        transaction.Commit();
        if (technique.LeavesFlushes) { mutex.ReleaseLocked(); } else { mutex.Release(); }
        return result;
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        PmemAddress heap = technique.Heap(pmem, LayoutOf(pmem, PoolHeader.ThreadCount(pmem)));
        return container.Observe(offset => pmem.Load<ulong>(heap + offset));
    }

    private TransactionLayout LayoutOf<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        TransactionLayout empty = new(threadCount, 0);
        long freeBytes = pmem.LengthBytes - PoolHeader.Bytes - empty.Bytes(hasTwoHeaps: false) - BumpAllocator.BytesOf(threadCount, 0);
        return empty with { HeapBytes = (technique.HasTwoHeaps ? freeBytes / 2 : freeBytes) & -CacheLine.Bytes };
    }
}
