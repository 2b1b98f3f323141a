using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>How transactions are made failure-atomic: with an undo log, a redo log, or a second copy of the heap.</summary>
internal interface ITechnique
{
    /// <summary>The first part of the structures' names.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words.</summary>
    string Title { get; }

    /// <summary>The paper or source that it follows.</summary>
    string Source { get; }

    /// <summary>The seeded defects, whatever the container.</summary>
    IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>Whether the heap is kept twice.</summary>
    bool HasTwoHeaps { get; }

    /// <summary>Whether commit leaves flushes that only a locked instruction of the same thread completes: that which gives the lock back.</summary>
    bool LeavesFlushes { get; }

    /// <summary>Begins a transaction; the caller holds the lock.</summary>
    ITransaction Begin<TPmem>(TPmem pmem, TransactionLayout layout, int thread)
        where TPmem : struct, IPmem;

    /// <summary>Completes or takes back what a crash interrupted; runs alone, and may itself be interrupted and run again.</summary>
    void Recover<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem;

    /// <summary>Where the heap stands that readers see.</summary>
    PmemAddress Heap<TPmem>(TPmem pmem, TransactionLayout layout)
        where TPmem : struct, IPmem;
}
