using Sim.CacheModel;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Structures.Tests;

public sealed class ExplorationTests
{
    public static TheoryData<string, string, long> Holding =>
        [.. ExplorationTable.Cells.Where(cell => cell.States is not null).Select(cell => (cell.Structure, cell.Model, cell.States!.Value))];

    public static TheoryData<string, string> Violated =>
        [.. ExplorationTable.Cells.Where(cell => cell.States is null).Select(cell => (cell.Structure, cell.Model))];

    [Fact]
    public void The_table_has_every_structure_under_every_model()
    {
        Assert.Equal(StructureCatalogue.Names, ExplorationTable.Structures);
        // Models with an order between lines have tests of their own; without dependencies pointers lead nowhere.
        IEnumerable<PersistencyModel> models = PersistencyModel.All.Where(model => model is not PersistOrderModel && model != Parmv8.WithoutDependencies);
        Assert.Equal(models.Select(model => model.Name).Order(), ExplorationTable.Models.Order());
    }

    [Theory]
    [MemberData(nameof(Holding))]
    public void A_structure_holds_in_all_its_states(string name, string model, long states)
    {
        ExploreResult result = Bound.TwoByTwo(Find(name), model).Result;

        Assert.Equal(("holds", "complete", states), (result.Verdict, result.Completeness, result.States));
    }

    public static TheoryData<string, string> OneThread =>
        [.. from name in StructureCatalogue.Names from model in new[] { "px86-line", "eadr" } select (name, model)];

    [Theory]
    [MemberData(nameof(OneThread))]
    public void A_structure_holds_with_one_thread_of_five_operations(string name, string model)
    {
        ExploreResult result = Bound.OneByFive(Find(name), model).Result;

        Assert.Equal(("holds", "complete"), (result.Verdict, result.Completeness));
    }

    [Theory]
    [MemberData(nameof(Violated))]
    public void A_structure_that_needs_lines_to_persist_in_order_fails_where_words_persist_alone(string name, string model)
    {
        ExploreReport report = Bound.TwoByTwo(Find(name), model);

        Assert.Equal("durable linearizability", report.Result.Property);
        Assert.True(CounterexampleReplay.Replay(Find(name), report.Counterexample!).Reproduced);
    }

    [Fact]
    public void Without_dependencies_nothing_is_proved_and_a_violation_is_one()
    {
        ExploreResult log = Bound.TwoByTwo(Find("append-log"), "parmv8-none").Result;
        ExploreResult list = Bound.TwoByTwo(Find("sorted-list"), "parmv8-none").Result;

        Assert.Equal(("holds", "cut short", 2_606), (log.Verdict, log.Completeness, log.States));
        Assert.Equal("the model, in which no store overtakes an earlier load", log.CutShortBy);
        Assert.Equal(("violated", "complete", "recovered structure works"), (list.Verdict, list.Completeness, list.Property));
    }

    [Fact]
    public void Three_concurrent_inserts_have_thirty_behaviours()
    {
        ExploreResult result = Bound.ThreeInserts(Find("sorted-list")).Result;

        Assert.Equal(("holds", "complete"), (result.Verdict, result.Completeness));
        Assert.Equal((10_054, 31_037), (result.States, result.Transitions));
        Assert.Equal((30, 12, 12), (result.CodeRuns, result.RecoveriesRun, result.RecoveryPaths));
    }

    [Fact]
    public void The_flush_of_the_link_that_an_insert_replaces_is_needed_by_three_threads_and_not_by_two()
    {
        MutantStructure list = new(Find("sorted-list"), new Mutant("no-window-flush", "", MutationOperator.DropFlush, "window"));

        Assert.Equal("holds", Bound.TwoByTwo(list).Result.Verdict);
        Assert.Equal("durable linearizability", Bound.ThreeInserts(list).Result.Property);
    }

    private static IStructure Find(string name) => StructureCatalogue.Create(name, StructureScale.Small);
}
