using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of UnlinkedQ.</summary>
internal static class UnlinkedQueueMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("node-straddles", "Nodes straddle lines: the linked bit may persist without the item.",
            MutationOperator.ShiftPool, "") { ShiftBytes = 48 },
        new("index-before-unlinked", "A reused node gets its new index while it still counts as linked.",
            MutationOperator.DelayStore, "unlinked", "index")
        {
            Equivalent = "a reused node gets its item before its index: counted as linked, it is the item of an enqueue that is under way",
        },
        new("linked-early", "A reused node never stops to count as linked.",
            MutationOperator.DropStore, "unlinked")
        {
            Equivalent = "a reused node gets its item before its index: counted as linked, it is the item of an enqueue that is under way",
        },
        new("item-after-linked", "The item is stored after the linked bit that vouches for it.",
            MutationOperator.DelayStore, "item", "linked"),
        new("node-unflushed", "An enqueue does not flush its node.",
            MutationOperator.DropFlush, "persist node"),
        new("node-flush-elsewhere", "An enqueue flushes a wrong address.",
            MutationOperator.FlushWrongAddress, "persist node"),
        new("head-unflushed", "A dequeue does not flush the head: its item comes back.",
            MutationOperator.DropFlush, "persist head"),
        new("head-unfenced", "A dequeue returns before the flush of the head has completed.",
            MutationOperator.DropFence, "persist head"),
        new("empty-unflushed", "A dequeue that finds nothing does not flush the head: what another thread took comes back.",
            MutationOperator.DropPersist, "persist empty"),
        new("area-unlinked", "A new area is not persistently linked: recovery does not scan it.",
            MutationOperator.DropFlush, "area link"),
        new("recovery-keeps-head", "Recovery leaves the head's pointer, which is older than its index or newer.",
            MutationOperator.DropStore, "recover head"),
        new("recovery-keeps-tail", "Recovery leaves the tail where the crash left it.",
            MutationOperator.DropStore, "recover tail"),
        new("recovery-keeps-links", "Recovery leaves the links, which nobody flushed.",
            MutationOperator.DropStore, "recover link"),
        new("recovery-keeps-index", "Recovery gives its dummy no index: the next items count as gone.",
            MutationOperator.DropStore, "recover dummy"),
    ];
}
