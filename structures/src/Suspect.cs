using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>A defect that public code seems to have when read, as a mutant of the structure here: the explorer judges it.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Mutant">The mutant that does the same here.</param>
/// <param name="Claim">What the public code does, in one sentence.</param>
public sealed record Suspect(string Structure, Mutant Mutant, string Claim)
{
    /// <summary>The suspects of the structures that are here.</summary>
    public static IReadOnlyList<Suspect> All { get; } =
    [
        Of("cceh", "doubling-wrong-address", "Doubling flushes the local pointer variable, not the new directory."),
        Of("cceh", "create-segment-unflushed", "The constructor persists no segment."),
        Of("cceh", "create-directory-unflushed", "The constructor does not persist the directory."),
        Of("cceh", "create-root-unflushed", "The constructor does not persist the root object."),
        new("cceh", new Mutant("recovery-unflushed", "Recovery does not flush its repairs.", MutationOperator.DropFlush, "recover directory"), "The flag that recovery repaired something is never set, so that repairs are never flushed."),
        Of("cceh", "commit-wrong-line", "An insert flushes the line where probing started (CC7)."),
        Of("fast-fair", "delete-unflushed", "A delete flushes only where the shift crosses a line's start: in a page of two records, never (FF4)."),
        Of("fast-fair", "create-page-unflushed", "The first root page is not persisted."),
        Of("fast-fair", "create-root-unflushed", "The pointer to the first root page is not persisted."),
        Of("fast-fair", "first-record-straddles", "The first record straddles two lines, and one is flushed (FF8)."),
        Of("clht", "table-chains-unflushed", "The flush of a new table follows the wrong bucket's link (CL4)."),
        Of("clht", "value-unflushed", "With a non-temporal commit the value needs no flush of its own."),
        Of("unlinked-queue", "index-before-unlinked", "A reused node whose index is stored before its linked bit is cleared."),
        Of("linked-queue", "retired-unflushed", "A retired node that is freed at once resurrects an element."),
    ];

    private static Suspect Of(string structure, string mutant, string claim) =>
        new(structure, StructureCatalogue.FindMutant(StructureCatalogue.Create(structure, StructureScale.Small), mutant), claim);
}
