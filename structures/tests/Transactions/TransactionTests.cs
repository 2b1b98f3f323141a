using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class TransactionTests
{
    public static TheoryData<string> Maps => ["undo-map", "redo-map", "romulus-map", "romulus2-map"];

    /// <summary>Published: libpmemobj k + 3 fences for k snapshots, redo 3, RomulusLog 4, its two-fence variant 2.</summary>
    [Theory]
    [InlineData("undo-vector", 2 + 3)]
    [InlineData("redo-vector", 3)]
    [InlineData("romulus-vector", 4)]
    [InlineData("romulus2-vector", 2)]
    public void A_swap_takes_the_published_number_of_fences(string name, int fences)
    {
        StructureRun run = new(StructureCatalogue.Create(name, StructureScale.Small), 1, 1);

        run.Execute(new Operation(VectorState.Swap, 0, 1));

        Assert.Equal(fences, run.Counts.Fences);
        Assert.Equal("<2, 1, 3>", run.State);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void A_read_costs_nothing_but_the_lock(string name)
    {
        StructureRun run = new(StructureCatalogue.Create(name, StructureScale.Small), 1, 1);

        run.Execute(MapState.Get(1));

        Assert.Equal((0, 0), (run.Counts.Flushes, run.Counts.Fences));
    }

    [Theory]
    [InlineData("undo-vector", "first", "<1, 2, 3>")]
    [InlineData("undo-vector", "commit", "<1, 2, 3>")]
    [InlineData("redo-vector", "redo", "<1, 2, 3>")]
    [InlineData("redo-vector", "clear", "<2, 1, 3>")]
    [InlineData("romulus-vector", "second", "<1, 2, 3>")]
    [InlineData("romulus-vector", "commit", "<1, 2, 3>")]
    [InlineData("romulus-vector", "idle", "<2, 1, 3>")]
    [InlineData("romulus2-vector", "commit", "<1, 2, 3>")]
    [InlineData("romulus2-vector", "follow", "<2, 1, 3>")]
    public void A_swap_that_died_happened_or_not_as_a_whole(string name, string diesBeforeStore, string state)
    {
        StructureRun run = new(StructureCatalogue.Create(name, StructureScale.Small), 1, 2);
        run.ExecuteUntil(EventKind.Store, diesBeforeStore, new Operation(VectorState.Swap, 0, 1));

        run.Recover();

        Assert.Equal(state, run.State);
        run.Execute(new Operation(VectorState.Swap, 0, 2));
        run.Recover();
        Assert.Equal(3ul, run.Execute(new Operation(VectorState.Read, 0)));
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void A_map_follows_the_specification(string name) =>
        Gen.Select(Gen.Int[0, 2], Gen.ULong[1, 6], Gen.ULong[1, 99]).Array[0, 30].Sample(steps =>
            new StructureRun(StructureCatalogue.Create(name, StructureScale.Small), 2, steps.Length).AssertFollowsSpecification(
                steps.Select((step, index) => (new Operation(step.Item1, step.Item2, step.Item1 == MapState.InsertKind ? step.Item3 : 0), index % 2))), iter: 50);
}
