using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of P-CLHT; numbers such as CL4 are those of the corpus of published bugs.</summary>
internal static class ClhtMutants
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("create-root-unflushed", "The constructor does not flush the root object (CL1, found by Jaaru).",
            MutationOperator.DropFlush, "create root"),
        new("create-header-unflushed", "The constructor does not flush the table's header (CL2, found by Jaaru).",
            MutationOperator.SkipFirstLine, "create table"),
        new("value-unflushed", "An insert does not flush the value before it commits the key (CL5).",
            MutationOperator.DropFlush, "value"),
        new("value-unfenced", "An insert commits the key before the flush of its value has completed (CL5).",
            MutationOperator.DropFence, "value"),
        new("value-after-key", "An insert stores the value after the key that publishes it.",
            MutationOperator.DelayStore, "value", "commit"),
        new("commit-unfenced", "An insert returns before its key is persistent.",
            MutationOperator.DropFence, "commit"),
        new("delete-unfenced", "A delete returns before its key is gone persistently.",
            MutationOperator.DropFence, "delete"),
        new("bucket-unflushed", "A chained bucket is linked although its contents may not persist.",
            MutationOperator.DropFlush, "bucket"),
        new("bucket-late", "A chained bucket is filled only after it was linked.",
            MutationOperator.DelayStore, "bucket", "chain"),
        new("chain-unfenced", "An insert returns before the link to its bucket is persistent.",
            MutationOperator.DropFence, "chain"),
        new("table-unflushed", "A resize does not flush the new table (CL6).",
            MutationOperator.DropFlush, "table"),
        new("table-unfenced", "A resize publishes the new table before its flush has completed (CL6).",
            MutationOperator.DropFence, "table"),
        new("table-header-only", "A resize flushes only the first line of the new table (CL3).",
            MutationOperator.FlushFirstLineOnly, "table"),
        new("table-chains-unflushed", "A resize does not flush the chained buckets of the new table (CL4: it follows the wrong bucket's link).",
            MutationOperator.DropFlush, "table chain"),
        new("table-late", "A resize publishes the new table before it is filled (CL6, swap first).",
            MutationOperator.DelayStore, "copy", "root"),
        new("recovery-keeps-locks", "Recovery leaves the locks of chains as the crash left them (CL7).",
            MutationOperator.DropStore, "recover lock"),
        new("recovery-keeps-resize-lock", "Recovery leaves the resize lock as the crash left it, and the table never grows again (CL7).",
            MutationOperator.DropStore, "recover resize lock")
        {
            Equivalent = "a table that does not grow only gets slower",
        },
    ];
}
