using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>The seeded defects of FAST&amp;FAIR; numbers such as FF4 are those of the corpus of published bugs.</summary>
internal static class FastFairMutants
{
    /// <summary>How far the concurrent source's header of 56 bytes moves the first record: key and pointer lie in two lines.</summary>
    private const int ConcurrentHeaderShift = 24;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("create-page-unflushed", "The constructor does not flush the first page (FF1 and FF2, found by Jaaru; RECIPE, section 7.5).",
            MutationOperator.DropFlush, "create page")
        {
            Equivalent = "but for the number of records, which recovery counts, an empty page is zero as fresh memory is",
        },
        new("create-root-unflushed", "The constructor does not flush the pointer to the root page (FF3, found by Jaaru).",
            MutationOperator.DropFlush, "create root"),
        new("first-record-straddles", "The first record of a page straddles two lines, and only the first is flushed (FF8).",
            MutationOperator.FlushFirstLineOnly, "first record") { ShiftBytes = ConcurrentHeaderShift },
        new("first-record-unflushed", "An insert into an empty page does not flush its record.",
            MutationOperator.DropFlush, "first record"),
        new("record-unflushed", "An insert does not flush its record (FF10, found by Jaaru).",
            MutationOperator.DropFlush, "record"),
        new("record-unfenced", "An insert returns before the flush of its record has completed.",
            MutationOperator.DropFence, "record"),
        new("record-pointer-early", "An insert makes its record valid before it has its key.",
            MutationOperator.DelayStore, "record key", "commit record"),
        new("right-line-unflushed", "A line is overwritten while the copy of its last record may not persist.",
            MutationOperator.DropFlush, "right line"),
        new("right-line-unfenced", "A line is overwritten before the flush of the line behind it has completed.",
            MutationOperator.DropFence, "right line"),
        new("terminator-missing", "The end of a page that was split is not moved: the former upper half stands behind its records.",
            MutationOperator.DropStore, "terminator")
        {
            Equivalent = "the number of records ends the page, after a crash the sibling's least key does",
        },
        new("left-line-unflushed", "A delete overwrites a line while the copy of its first record may not persist.",
            MutationOperator.DropFlush, "left line"),
        new("delete-unflushed", "A delete that crosses no line flushes nothing (FF4: the test is for a line's start instead of its end).",
            MutationOperator.DropPersist, "delete"),
        new("delete-keeps-pointer", "A delete does not make its record invalid before records move over it.",
            MutationOperator.DropStore, "invalidate"),
        new("sibling-unflushed", "A split links a sibling that may not persist (FF11).",
            MutationOperator.DropFlush, "sibling"),
        new("sibling-late", "A split links the sibling before it is filled (FF11).",
            MutationOperator.DelayStore, "sibling", "link"),
        new("sibling-first-line", "A split flushes only the first line of the sibling.",
            MutationOperator.FlushFirstLineOnly, "sibling"),
        new("link-unflushed", "A split cuts the lower page although the link to the sibling may not persist.",
            MutationOperator.DropPersist, "link"),
        new("root-page-unflushed", "The new root may not persist when the pointer to it does.",
            MutationOperator.DropFlush, "root page"),
        new("recovery-keeps-locks", "Recovery leaves the locks of pages as the crash left them.",
            MutationOperator.DropStore, "recover lock"),
        new("recovery-keeps-upper-half", "Recovery leaves the records of a split that was linked and not cut in both pages.",
            MutationOperator.DropStore, "recover cut")
        {
            Equivalent = "the number of records ends the page, and readers of the inner pages that reach further find the way",
        },
        new("recovery-keeps-count", "Recovery trusts the number of records, which nobody flushed.",
            MutationOperator.DropStore, "recover count"),
    ];
}
