using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of <see cref="DurableQueue{TPmem}"/>.</summary>
/// <remarks>
/// Fences directly before a compare-exchange (<c>node</c>, <c>link</c>, <c>deliver</c>, the helpers') are not among them: a locked
/// instruction completes the thread's flushes (Intel SDM volume 2, CLWB), so without those fences the queue is correct on x86.
/// </remarks>
internal static class QueueMutants
{
    /// <summary>The catalogue.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("no-node-flush", "A node is linked although its fields may not persist: an item without a value.",
            MutationOperator.DropFlush, "node"),
        new("link-before-node", "A node is filled only after it was linked (memcached-pmem: linked before its header is durable).",
            MutationOperator.DelayStore, "node", "link"),
        new("no-link-flush", "The link is never written back, so a completed enqueue is lost.",
            MutationOperator.DropFlush, "link"),
        new("link-flush-elsewhere", "The flush names another address than the link's.",
            MutationOperator.FlushWrongAddress, "link"),
        new("no-help-link", "A helper moves Tail over a link that may not persist, and what is linked behind it is lost.",
            MutationOperator.DropPersist, "help link"),
        new("no-claim-flush", "The claim is never written back, so an item that was handed out comes back.",
            MutationOperator.DropFlush, "claim"),
        new("no-claim-fence", "The answer may persist before the claim: the item is both delivered and in the queue.",
            MutationOperator.DropFence, "claim"),
        new("no-deliver-flush", "The answer is never written back and is lost when the next item is claimed.",
            MutationOperator.DropFlush, "deliver"),
        new("no-empty-flush", "The answer of a dequeue that found nothing is never written back.",
            MutationOperator.DropFlush, "deliver empty"),
        new("no-help-claim", "A helper moves Head over a claim that may not persist and then finds the queue empty.",
            MutationOperator.DropPersist, "help claim"),
        new("no-help-deliver", "A helper moves Head although the owner's answer may not persist: the item is in nobody's hands.",
            MutationOperator.DropPersist, "help deliver"),
        new("no-recovered-answer", "Recovery passes a claimed node without delivering it.",
            MutationOperator.DropStore, "recover deliver"),
        new("recovered-answer-unpersisted", "A crash during recovery keeps the new Head and loses the answer that it presumes.",
            MutationOperator.DropPersist, "recover deliver"),
        new("no-tail-repair", "Recovery leaves Tail behind Head: a dequeue takes the end of the queue for a node.",
            MutationOperator.DropStore, "recover tail"),
        new("no-allocator-flush", "The allocator's bound is never written back: after a crash it hands out a node that is in use.",
            MutationOperator.DropFlush, "allocate"),
    ];
}
