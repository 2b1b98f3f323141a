using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of <see cref="SortedList{TPmem}"/>.</summary>
/// <remarks>
/// Not among them: the fences <c>node</c>, <c>mark</c> and <c>help mark</c>, which directly precede a compare-exchange and so are redundant
/// on x86; and the flush <c>window</c>, whose absence shows only with three threads (a pending insert, another in front
/// of it, a completed one behind it).
/// </remarks>
internal static class ListMutants
{
    /// <summary>The catalogue.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("no-node-flush", "A node is linked although its key and link may not persist (NVTraverse's public list: straddling nodes).",
            MutationOperator.DropFlush, "node"),
        new("link-before-node", "A node is filled only after it was linked.",
            MutationOperator.DelayStore, "node", "link"),
        new("no-anchor-flush", "An insert behind a node whose own link may not persist is lost with it.",
            MutationOperator.DropFlush, "anchor"),
        new("no-link-flush", "The new link is never written back, so a completed insert is lost.",
            MutationOperator.DropFlush, "link"),
        new("no-link-fence", "The insert returns before its link is durable.",
            MutationOperator.DropFence, "link"),
        new("link-flush-elsewhere", "The flush names another address than the link's.",
            MutationOperator.FlushWrongAddress, "link"),
        new("no-mark-flush", "The mark is never written back, so a removed key returns.",
            MutationOperator.DropFlush, "mark"),
        new("no-depend-flush", "An answer rests on another thread's link or mark that is lost in the crash.",
            MutationOperator.DropFlush, "depend"),
        new("no-depend-fence", "The answer is given before the link or mark that it rests on is durable.",
            MutationOperator.DropFence, "depend"),
        new("no-help-mark", "A removed node is unlinked and its key reported absent although its mark may not persist.",
            MutationOperator.DropPersist, "help mark"),
        new("no-allocator-flush", "The allocator's bound is never written back: after a crash it hands out a node that is in use.",
            MutationOperator.DropFlush, "allocate"),
    ];
}
