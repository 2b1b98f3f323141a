using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>RomulusLog, with four fences.</summary>
internal sealed class RomulusTechnique : ITechnique
{
    /// <summary>Both heaps hold the same.</summary>
    public const ulong Idle = 0;

    /// <summary>The main heap changes; the back heap holds what was before.</summary>
    public const ulong Mutating = 1;

    /// <summary>The main heap holds what is committed; the back heap follows.</summary>
    public const ulong Copying = 2;

    /// <inheritdoc/>
    public string Name => "romulus";

    /// <inheritdoc/>
    public string Title => "two copies of the heap and three states (RomulusLog), four fences";

    /// <inheritdoc/>
    public string Source => "Correia, Felber, Ramalhete: Romulus, SPAA 2018";

    /// <inheritdoc/>
    public bool HasTwoHeaps => true;

    /// <inheritdoc/>
    public bool LeavesFlushes => false;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants { get; } =
    [
        new("begin-unflushed", "The main heap changes while the state may still say that it holds what is committed.",
            MutationOperator.DropFlush, "begin"),
        new("begin-unfenced", "The main heap changes before the state does.", MutationOperator.DropFence, "begin"),
        new("main-unflushed", "Commit does not flush the main heap.", MutationOperator.DropFlush, "main"),
        new("main-unfenced", "Commit may persist before the main heap.", MutationOperator.DropFence, "main"),
        new("commit-unflushed", "The state that commits is not flushed.", MutationOperator.DropFlush, "commit"),
        new("commit-unfenced", "The back heap changes before the commit is durable.", MutationOperator.DropFence, "commit"),
        new("back-missing", "The back heap does not follow.", MutationOperator.DropStore, "back"),
        new("back-unflushed", "The back heap is not flushed before the next transaction begins.", MutationOperator.DropFlush, "back"),
        new("back-unfenced", "The next transaction may begin before the back heap is durable.", MutationOperator.DropFence, "back"),
        new("recovery-keeps-main", "Recovery leaves a main heap that a transaction had changed.", MutationOperator.DropStore, "restore main"),
        new("recovery-keeps-back", "Recovery leaves a back heap that had not followed.", MutationOperator.DropStore, "restore back") { NeedsSecondLife = true },
        new("recovery-keeps-lock", "Recovery leaves the lock as the crash left it.", MutationOperator.DropStore, "lock reset"),
    ];

    /// <inheritdoc/>
    public ITransaction Begin<TPmem>(TPmem pmem, TransactionLayout layout, int thread)
        where TPmem : struct, IPmem => new RomulusTransaction<TPmem>(pmem, layout);

    /// <inheritdoc/>
    public PmemAddress Heap<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem => layout.Heap(0);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem
    {
        ulong state = pmem.Load<ulong>(TransactionLayout.State);
        if (state == Mutating) { HeapCopies.CopyAll(pmem, layout.Heap(1), layout.Heap(0), layout.HeapBytes, "restore main"); }
        if (state == Copying) { HeapCopies.CopyAll(pmem, layout.Heap(0), layout.Heap(1), layout.HeapBytes, "restore back"); }
        if (state == Idle) { return; }
        pmem.Fence("restore");
        pmem.Store(TransactionLayout.State, Idle, "recover idle");
    }
}
