using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of LinkedQ.</summary>
internal static class LinkedQueueMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("suffix-unflushed", "An enqueue flushes neither its node nor the link to it.",
            MutationOperator.DropFlush, "persist suffix"),
        new("suffix-elsewhere", "An enqueue flushes a wrong address.",
            MutationOperator.FlushWrongAddress, "persist suffix"),
        new("no-predecessor", "A node does not point back to what may not be persistent before it.",
            MutationOperator.DropStore, "predecessor"),
        new("initialized-early", "The initialized bit is stored before the item that it vouches for.",
            MutationOperator.DelayStore, "item", "initialized"),
        new("next-late", "The initialized bit is stored while the node still has its link of old.",
            MutationOperator.DelayStore, "next", "initialized") { NeedsSecondLife = true },
        new("head-unflushed", "A dequeue does not flush the head: its item comes back.",
            MutationOperator.DropFlush, "persist head"),
        new("head-unfenced", "A dequeue returns before the flush of the head has completed.",
            MutationOperator.DropFence, "persist head"),
        new("empty-unflushed", "A dequeue that finds nothing does not flush the head: what another thread took comes back.",
            MutationOperator.DropPersist, "persist empty"),
        new("retired-unflushed", "A retired node is handed out again while its cleared bit may not persist: an element of old is resurrected.",
            MutationOperator.DropFlush, "persist retired"),
        new("retired-initialized", "A retired node keeps its bit: an element of old is resurrected.",
            MutationOperator.DropStore, "uninitialized"),
        new("area-unlinked", "A new area is not persistently linked: recovery does not free its nodes.",
            MutationOperator.DropFlush, "area link")
        {
            Equivalent = "nodes that recovery does not see are not handed out again, and the queue itself is what the links say",
        },
        new("recovery-keeps-tail", "Recovery leaves the tail where the crash left it.",
            MutationOperator.DropStore, "recover tail"),
        new("recovery-keeps-cut", "Recovery leaves the link to a node that is not initialized.",
            MutationOperator.DropStore, "recover cut"),
        new("recovery-keeps-bits", "Recovery frees nodes whose bit is set.",
            MutationOperator.DropStore, "recover free") { NeedsSecondLife = true },
        new("recovery-bits-unflushed", "Recovery frees nodes whose cleared bit may not persist.",
            MutationOperator.DropFlush, "recover free") { NeedsSecondLife = true },
        new("recovery-keeps-predecessors", "Recovery leaves pointers to predecessors that may be anything by now.",
            MutationOperator.DropStore, "recover predecessor"),
    ];
}
