using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary><see cref="AppendLog{TPmem}"/> for Sim's tools.</summary>
/// <param name="scale">Two words a record, or seven.</param>
public sealed class AppendLogStructure(StructureScale scale) : IStructure
{
    private readonly int _payloadWordCount = LogRecord.WordCount(scale);

    /// <inheritdoc/>
    public string Name => "append-log";

    /// <inheritdoc/>
    public string Title => "append-only log: data, fence, write offset, fence";

    /// <inheritdoc/>
    public string Source => "PMDK libpmemlog 1.x (pmemlog_append), records of fixed length, lock in the mapping";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => LogWorkloads.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants { get; } =
    [
        new("no-data-fence", "The write offset may persist before the data (PMFS, WineFS: no fence after non-temporal data).",
            MutationOperator.DropFence, "data"),
        new("offset-before-data", "The write offset is stored before the data that it commits (PMDK's pmreorder_list, order b).",
            MutationOperator.DelayStore, "data", "offset"),
        new("data-after-unlock", "The data is copied when the lock is already free: a commit that nothing waits for.",
            MutationOperator.DelayStore, "data"),
        new("no-offset-flush", "The write offset is never written back, so a completed append is lost.",
            MutationOperator.DropFlush, "offset"),
        new("no-offset-fence", "The append returns before the write offset is durable.",
            MutationOperator.DropFence, "offset"),
        new("offset-flush-elsewhere", "The flush names another address than the write offset's.",
            MutationOperator.FlushWrongAddress, "offset"),
        new("flush-before-offset", "The line of the write offset is flushed before the store to it.",
            MutationOperator.DelayStore, "offset", "offset"),
        new("offset-after-unlock", "The write offset moves after the lock is free, so two appends may take one place.",
            MutationOperator.DelayStore, "offset", "unlock"),
        new("no-lock-reset", "Recovery leaves the lock as the crash left it: the next append waits for ever.",
            MutationOperator.DropStore, "lock reset"),
    ];

    /// <inheritdoc/>
    public AbstractState Empty => LogState.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount)
    {
        long dataBytes = (long)operationCount * _payloadWordCount * PersistWord.Bytes;
        return AppendLogLayout.Data.Offset + ((dataBytes + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        LogWorkloads.ForExploration(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        LogWorkloads.Timed(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => Log(pmem).Create();

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => Log(pmem).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem => Log(pmem).Append(operation.Key);

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => Log(pmem).Observe();

    private AppendLog<TPmem> Log<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new(pmem, _payloadWordCount);
}
