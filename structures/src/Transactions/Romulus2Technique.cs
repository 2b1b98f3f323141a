using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>Romulus with two fences.</summary>
internal sealed class Romulus2Technique : ITechnique
{
    /// <inheritdoc/>
    public string Name => "romulus2";

    /// <inheritdoc/>
    public string Title => "two copies of the heap and a word that names the consistent one, two fences";

    /// <inheritdoc/>
    public string Source => "Correia, Felber, Ramalhete: Romulus, SPAA 2018; the two-fence variant of their repository";

    /// <inheritdoc/>
    public bool HasTwoHeaps => true;

    /// <inheritdoc/>
    public bool LeavesFlushes => true;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants { get; } =
    [
        new("changed-unflushed", "Commit does not flush the heap that changed.", MutationOperator.DropFlush, "changed"),
        new("changed-unfenced", "Commit may persist before the heap that changed.", MutationOperator.DropFence, "changed"),
        new("commit-unflushed", "The word that commits is not flushed.", MutationOperator.DropFlush, "commit"),
        new("commit-unfenced", "The other heap changes before the commit is durable.", MutationOperator.DropFence, "commit"),
        new("follow-missing", "The other heap does not follow.", MutationOperator.DropStore, "follow"),
        new("follow-unflushed", "The other heap is not flushed: words that the next transaction leaves alone are lost with its commit.",
            MutationOperator.DropFlush, "follow"),
        new("recovery-keeps-other", "Recovery leaves a heap that is not the consistent one as it is.", MutationOperator.DropStore, "restore"),
        new("recovery-unflushed", "Recovery does not flush the heap that it restores: the next commit makes it the consistent one.",
            MutationOperator.DropFlush, "restore") { NeedsSecondLife = true },
        new("recovery-keeps-lock", "Recovery leaves the lock as the crash left it.", MutationOperator.DropStore, "lock reset"),
    ];

    /// <inheritdoc/>
    public ITransaction Begin<TPmem>(TPmem pmem, TransactionLayout layout, int thread)
        where TPmem : struct, IPmem => new Romulus2Transaction<TPmem>(pmem, layout);

    /// <inheritdoc/>
    public PmemAddress Heap<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem => layout.Heap((int)pmem.Load<ulong>(TransactionLayout.State));

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem
    {
        int consistent = (int)pmem.Load<ulong>(TransactionLayout.State);
        HeapCopies.CopyAll(pmem, layout.Heap(consistent), layout.Heap(1 - consistent), layout.HeapBytes, "restore");
        pmem.Fence("restore");
    }
}
