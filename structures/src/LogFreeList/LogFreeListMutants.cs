using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of <see cref="LogFreeList{TPmem}"/>.</summary>
internal static class LogFreeListMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("node-unflushed", "A node is linked although its key and link may not persist.",
            MutationOperator.DropFlush, "node"),
        new("node-late", "A node is filled only after it was linked.",
            MutationOperator.DelayStore, "node", "link"),
        new("link-unflushed", "A link is declared persistent without having been written back.",
            MutationOperator.DropFlush, "link"),
        new("link-elsewhere", "The flush names another address than the link's.",
            MutationOperator.FlushWrongAddress, "link"),
        new("mark-unflushed", "A mark is declared persistent without having been written back: a removed key returns.",
            MutationOperator.DropFlush, "mark"),
        new("help-unflushed", "Whoever meets a link that may not be persistent declares it persistent without writing it back.",
            MutationOperator.DropFlush, "help"),
        new("help-unpersisted", "Whoever meets a link that may not be persistent neither writes it back nor waits.",
            MutationOperator.DropPersist, "help"),
        new("allocator-unflushed", "The allocator's bound is never written back: after a crash it hands out a node that is in use.",
            MutationOperator.DropFlush, "allocate"),
    ];
}
