using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>Undo logging after libpmemobj.</summary>
internal sealed class UndoTechnique : ITechnique
{
    /// <inheritdoc/>
    public string Name => "undo";

    /// <inheritdoc/>
    public string Title => "an undo log with checksums and generations, k + 3 fences for k snapshots";

    /// <inheritdoc/>
    public string Source => "libpmemobj 2.1 (PMDK), tx and ulog";

    /// <inheritdoc/>
    public bool HasTwoHeaps => false;

    /// <inheritdoc/>
    public bool LeavesFlushes => false;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants { get; } =
    [
        new("data-unflushed", "Commit does not flush the modified ranges.", MutationOperator.DropFlush, "data"),
        new("data-unfenced", "Commit may persist before the modified ranges.", MutationOperator.DropPersist, "data"),
        new("commit-unflushed", "The new generation is not flushed: a completed transaction is taken back.", MutationOperator.DropFlush, "commit"),
        new("commit-unfenced", "The transaction returns before its commit is durable.", MutationOperator.DropFence, "commit"),
        new("commit-missing", "The transaction never commits.", MutationOperator.DropStore, "commit"),
        new("recovery-keeps-data", "Recovery does not copy the saved words back.", MutationOperator.DropStore, "undo"),
        new("recovery-unflushed", "Recovery ends the log although what it copied back may not persist.", MutationOperator.DropPersist, "undo"),
        new("recovery-keeps-log", "Recovery leaves the log valid: the next recovery takes a completed transaction back.",
            MutationOperator.DropStore, "recover commit") { NeedsSecondLife = true },
        new("recovery-keeps-lock", "Recovery leaves the lock as the crash left it.", MutationOperator.DropStore, "lock reset"),
    ];

    /// <inheritdoc/>
    public ITransaction Begin<TPmem>(TPmem pmem, TransactionLayout layout, int thread)
        where TPmem : struct, IPmem => new UndoTransaction<TPmem>(pmem, layout, thread);

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
            ulong generation = pmem.Load<ulong>(UndoEntry.Generation(lane));
            List<ulong[]> entries = ReadEntries(pmem, lane, generation);
            if (entries.Count == 0) { continue; }
            // The newest first: where ranges overlap, the oldest contents win.
            for (int number = entries.Count - 1; number >= 0; number--) { Undo(pmem, layout, entries[number]); }
            pmem.Fence("undo");
            pmem.Store(UndoEntry.Generation(lane), generation + 1, "recover commit");
            pmem.Persist(UndoEntry.Generation(lane), sizeof(ulong), "recover commit");
        }
    }

    private static void Undo<TPmem>(TPmem pmem, TransactionLayout layout, ulong[] entry)
        where TPmem : struct, IPmem
    {
        PmemAddress start = layout.Heap(0) + (long)entry[UndoEntry.OffsetIndex];
        for (int index = UndoEntry.HeaderWords; index < entry.Length; index++)
        {
            pmem.Store(start + ((index - UndoEntry.HeaderWords) * PersistWord.Bytes), entry[index], "undo");
        }
        pmem.Flush(start, (entry.Length - UndoEntry.HeaderWords) * PersistWord.Bytes, "undo");
    }

    private static List<ulong[]> ReadEntries<TPmem>(TPmem pmem, PmemAddress lane, ulong generation)
        where TPmem : struct, IPmem
    {
        List<ulong[]> entries = [];
        long usedBytes = CacheLine.Bytes;
        while (usedBytes < TransactionLayout.LaneBytes)
        {
            ulong size = pmem.Load<ulong>(lane + usedBytes + (UndoEntry.SizeIndex * PersistWord.Bytes));
            long wordCount = UndoEntry.HeaderWords + (long)Math.Min(size, TransactionLayout.LaneBytes);
            if (size == 0 || usedBytes + (wordCount * PersistWord.Bytes) > TransactionLayout.LaneBytes) { break; }
            ulong[] words = new ulong[wordCount];
            for (int index = 0; index < words.Length; index++) { words[index] = pmem.Load<ulong>(lane + usedBytes + (index * PersistWord.Bytes)); }
            if (!UndoEntry.IsValid(words, generation)) { break; }
            entries.Add(words);
            usedBytes += UndoEntry.BytesOf(words.Length);
        }
        return entries;
    }
}
