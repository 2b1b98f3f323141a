using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary><see cref="OneLineLog{TPmem}"/> for Sim's tools.</summary>
/// <param name="scale">Two words a record, or seven.</param>
public sealed class OneLineLogStructure(StructureScale scale) : IStructure
{
    private readonly int _payloadWordCount = LogRecord.WordCount(scale);

    /// <inheritdoc/>
    public string Name => "one-line-log";

    /// <inheritdoc/>
    public string Title => "append-only log: a record fits a line, sequence word last, fence";

    /// <inheritdoc/>
    public string Source => "Cohen, Friedman, Larus, OOPSLA 2017 (commit word in the record's line), with sequence numbers";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => LogWorkloads.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants { get; } =
    [
        new("sequence-before-payload", "The sequence word is stored before the payload that it commits.",
            MutationOperator.DelayStore, "payload", "sequence"),
        new("payload-behind-flush", "The payload is stored when its line has been flushed: the record persists without it.",
            MutationOperator.DelayStore, "payload", "record"),
        new("no-record-flush", "The record is never written back, so a completed append is lost.",
            MutationOperator.DropFlush, "record"),
        new("no-record-fence", "The append returns before its record is durable; the next one may persist before it.",
            MutationOperator.DropFence, "record"),
        new("record-flush-elsewhere", "The flush names another address than the record's.",
            MutationOperator.FlushWrongAddress, "record"),
        new("flush-before-sequence", "The record's line is flushed before the sequence word is stored.",
            MutationOperator.DelayStore, "sequence", "record"),
        new("count-after-unlock", "The count moves after the lock is free, so two appends may take one line.",
            MutationOperator.DelayStore, "count", "unlock"),
        new("no-count-repair", "Recovery trusts the count that happened to be written back: the next append may overwrite a record.",
            MutationOperator.DropStore, "count repair"),
        new("no-lock-reset", "Recovery leaves the lock as the crash left it: the next append waits for ever.",
            MutationOperator.DropStore, "lock reset"),
    ];

    /// <inheritdoc/>
    public AbstractState Empty => LogState.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) =>
        OneLineLogLayout.Record((ulong)operationCount + 1).Offset;

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

    private OneLineLog<TPmem> Log<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new(pmem, _payloadWordCount);
}
