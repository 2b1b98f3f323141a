using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures.Tests;

/// <summary>Every seeded defect is found with at most two threads of two operations, as a violation of the property that it breaks.</summary>
/// <remarks>
/// Bounds grow until the defect shows, under <c>px86-line</c> and then, where the structure holds there, under <c>px86</c>. The shortest
/// counterexample decides which property that is, and among equals the state that recovery shows.
/// </remarks>
public sealed class MutantTests
{
    /// <summary>What the others break: an effect is lost, appears too early, or tears.</summary>
    private const string Usual = "durable linearizability";

    private static readonly Dictionary<string, string[]> Others = new()
    {
        // Recovery, or the first operation after it, meets a lock, a pointer or a depth that nobody should leave behind.
        ["recovery"] =
        [
            "append-log no-lock-reset",
            "cceh create-directory-unflushed",
            "cceh create-root-unflushed",
            "cceh create-segment-unflushed",
            "cceh doubling-late",
            "cceh doubling-wrong-address",
            "cceh recovery-keeps-claims",
            "cceh recovery-keeps-directory-lock",
            "cceh recovery-keeps-entries",
            "cceh recovery-keeps-locks",
            "cceh split-left-first",
            "cceh split-right-unfenced",
            "cceh split-right-unflushed",
            "clht create-root-unflushed",
            "clht recovery-keeps-locks",
            "fast-fair create-root-unflushed",
            "fast-fair recovery-keeps-locks",
            "linked-queue next-late",
            "linked-queue recovery-keeps-cut",
            "linked-queue recovery-keeps-predecessors",
            "linked-queue recovery-keeps-tail",
            "linked-queue retired-initialized",
            "one-line-log no-lock-reset",
            "queue no-allocator-flush",
            "queue no-tail-repair",
            "redo-map recovery-keeps-lock",
            "redo-queue recovery-keeps-lock",
            "redo-vector recovery-keeps-lock",
            "romulus-map recovery-keeps-lock",
            "romulus-queue recovery-keeps-lock",
            "romulus-vector recovery-keeps-lock",
            "romulus2-map recovery-keeps-lock",
            "romulus2-map recovery-keeps-other",
            "romulus2-queue recovery-keeps-lock",
            "romulus2-vector recovery-keeps-lock",
            "undo-map recovery-keeps-lock",
            "undo-queue recovery-keeps-lock",
            "undo-vector recovery-keeps-lock",
            "unlinked-queue area-unlinked",
        ],
        // The recovered state looks right, but what is done to it next goes wrong.
        ["recovered structure works"] =
        [
            "cceh allocation-unfenced",
            "cceh recovery-keeps-holes",
            "clht create-header-unflushed",
            "fast-fair recovery-keeps-count",
            "log-free-list allocator-unflushed",
            "one-line-log no-count-repair",
            "redo-queue apply-before-log",
            "redo-queue apply-unfenced",
            "redo-queue recovery-skips-log",
            "redo-queue recovery-unflushed",
            "redo-queue redo-header-only",
            "redo-queue redo-unfenced",
            "redo-queue redo-unflushed",
            "romulus-queue begin-unfenced",
            "romulus-queue begin-unflushed",
            "romulus-queue commit-unfenced",
            "romulus-queue commit-unflushed",
            "romulus-queue main-unfenced",
            "romulus-queue recovery-keeps-main",
            "romulus2-map follow-missing",
            "romulus2-queue changed-unfenced",
            "romulus2-queue commit-unfenced",
            "romulus2-queue commit-unflushed",
            "romulus2-queue follow-missing",
            "romulus2-queue follow-unflushed",
            "romulus2-queue recovery-keeps-other",
            "romulus2-queue recovery-unflushed",
            "romulus2-vector follow-missing",
            "romulus2-vector recovery-keeps-other",
            "sorted-list no-allocator-flush",
            "undo-map recovery-keeps-log",
            "undo-queue recovery-keeps-data",
            "undo-queue recovery-unflushed",
            "unlinked-queue recovery-keeps-head",
            "unlinked-queue recovery-keeps-index",
            "unlinked-queue recovery-keeps-tail",
        ],
    };

    public static TheoryData<string, string, string> Mutants =>
    [
        .. from name in StructureCatalogue.Names
           from mutant in StructureCatalogue.Create(name, StructureScale.Small).Mutants
           where mutant.Equivalent.Length == 0
           select (name, mutant.Name, PropertyBrokenBy($"{name} {mutant.Name}")),
    ];

    [Theory]
    [MemberData(nameof(Mutants))]
    public void A_mutant_breaks_its_property_and_the_counterexample_replays(string name, string mutant, string property)
    {
        IStructure correct = StructureCatalogue.Create(name, StructureScale.Small);
        (IStructure subject, ExploreReport report) =
            Bound.UntilViolated(new MutantStructure(correct, StructureCatalogue.FindMutant(correct, mutant)));
        Assert.Equal(("violated", property), (report.Result.Verdict, report.Result.Property));

        ReplayReport replay = CounterexampleReplay.Replay(subject, report.Counterexample!);
        Assert.Equal((true, report.Counterexample!.Recovered), (replay.Reproduced, replay.Recovered));
    }

    public static TheoryData<string, string> Equivalents =>
    [
        .. from name in StructureCatalogue.Names
           from mutant in StructureCatalogue.Create(name, StructureScale.Small).Mutants
           where mutant.Equivalent.Length > 0
           select (name, mutant.Name),
    ];

    [Theory]
    [MemberData(nameof(Equivalents))]
    public void A_mutant_that_is_said_to_be_equivalent_holds(string name, string mutant)
    {
        IStructure correct = StructureCatalogue.Create(name, StructureScale.Small);

        ExploreReport report = Bound.OneByTwo(new MutantStructure(correct, StructureCatalogue.FindMutant(correct, mutant)));

        Assert.Equal(("holds", "complete"), (report.Result.Verdict, report.Result.Completeness));
    }

    [Fact]
    public void Every_exception_is_a_mutant() =>
        Assert.Subset(
            Mutants.Select(row => $"{row.Data.Item1} {row.Data.Item2}").ToHashSet(),
            Others.Values.SelectMany(names => names).ToHashSet());

    private static string PropertyBrokenBy(string mutant) =>
        Others.FirstOrDefault(property => property.Value.Contains(mutant)).Key ?? Usual;
}
