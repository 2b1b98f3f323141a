using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>Redo logging after libpmemobj.</summary>
internal sealed class RedoTechnique : ITechnique
{
    /// <inheritdoc/>
    public string Name => "redo";

    /// <inheritdoc/>
    public string Title => "a redo log with a checksum, three fences, one for a single word";

    /// <inheritdoc/>
    public string Source => "libpmemobj 2.1 (PMDK), redo ulog and palloc publish";

    /// <inheritdoc/>
    public bool HasTwoHeaps => false;

    /// <inheritdoc/>
    public bool LeavesFlushes => false;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants { get; } =
    [
        new("redo-unflushed", "The log is not flushed before the words are written in place.", MutationOperator.DropFlush, "redo"),
        new("redo-unfenced", "Words are written in place before the log is durable.", MutationOperator.DropFence, "redo"),
        new("redo-header-only", "Only the header line of the log is flushed.", MutationOperator.FlushFirstLineOnly, "redo"),
        new("apply-before-log", "Words are written in place before the log is.", MutationOperator.DelayStore, "redo", "apply"),
        new("apply-unflushed", "The log is cleared although the words may not persist.", MutationOperator.DropFlush, "apply"),
        new("apply-unfenced", "The log may be cleared before the words persist.", MutationOperator.DropFence, "apply"),
        new("clear-missing", "The log is never cleared: recovery repeats what later transactions have changed.", MutationOperator.DropStore, "clear"),
        new("clear-unflushed", "The cleared header is not flushed: recovery repeats what later transactions have changed.",
            MutationOperator.DropFlush, "clear"),
        new("recovery-skips-log", "Recovery does not finish a transaction whose log is complete.", MutationOperator.DropStore, "redo again"),
        new("recovery-unflushed", "Recovery clears the log although what it wrote may not persist.", MutationOperator.DropPersist, "redo again"),
        new("recovery-keeps-lock", "Recovery leaves the lock as the crash left it.", MutationOperator.DropStore, "lock reset"),
    ];

    /// <inheritdoc/>
    public ITransaction Begin<TPmem>(TPmem pmem, TransactionLayout layout, int thread)
        where TPmem : struct, IPmem => new RedoTransaction<TPmem>(pmem, layout, thread);

    /// <inheritdoc/>
    public PmemAddress Heap<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem => layout.Heap(0);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem
    {
        for (int thread = 0; thread < layout.ThreadCount; thread++)
        {
            PmemAddress lane = TransactionLayout.Lane(thread);
            ulong checksum = pmem.Load<ulong>(RedoLog.Checksum(lane));
            if (checksum == 0) { continue; }
            ulong count = pmem.Load<ulong>(RedoLog.Count(lane));
            if (count > RedoLog.MaxWords) { continue; }
            ulong[] log = new ulong[count];
            for (int index = 0; index < log.Length; index++) { log[index] = pmem.Load<ulong>(RedoLog.Word(lane, index)); }
            if (LogChecksum.Of(log, count) != checksum) { continue; }
            for (int index = 0; index + 1 < log.Length; index += RedoLog.EntryWords)
            {
                PmemAddress address = layout.Heap(0) + (long)log[index];
                pmem.Store(address, log[index + 1], "redo again");
                pmem.Flush(address, sizeof(ulong), "redo again");
            }
            pmem.Fence("redo again");
            RedoLog.Clear(pmem, lane, "recover clear");
        }
    }
}
