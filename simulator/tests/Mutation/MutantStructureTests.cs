using Sim.Simulator.Mutation;

namespace Sim.Simulator.Tests;

public sealed class MutantStructureTests
{
    private readonly CounterStructure _correct = new();

    [Fact]
    public void A_mutant_describes_itself_as_its_structure()
    {
        MutantStructure mutant = new(_correct, _correct.Mutants[0]);
        Assert.Equal((_correct.Name, _correct.Title, _correct.Source), (mutant.Name, mutant.Title, mutant.Source));
        Assert.Same(_correct.Operations, mutant.Operations);
        Assert.Equal(_correct.PoolBytes(1, 1), mutant.PoolBytes(1, 1));
        Assert.Equal("no-slot-flush", mutant.Mutant.Name);
    }

    [Fact]
    public void A_mutant_lacks_the_event_that_its_operator_drops()
    {
        string[] correct = [.. EventsOf(_correct)];
        string[] mutated = [.. EventsOf(new MutantStructure(_correct, _correct.Mutants[0]))];
        Assert.Equal(correct.Where(text => !text.StartsWith("clwb", StringComparison.Ordinal)), mutated);
        Assert.Equal(correct.Length - 1, mutated.Length);
    }

    [Fact]
    public void A_store_held_back_happens_before_the_operation_returns()
    {
        MutantStructure mutant = new(_correct, new Mutant("late", "", MutationOperator.DelayStore, "release"));
        Assert.Equal(EventsOf(_correct).Last(), EventsOf(mutant).Last());
        mutant = new MutantStructure(_correct, new Mutant("late", "", MutationOperator.DelayStore, CounterStructure.SlotLabel));
        Assert.StartsWith($"store {CounterStructure.Slot(0)}", EventsOf(mutant).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Creation_and_recovery_are_mutated_as_well()
    {
        MutantStructure mutant = new(_correct, new Mutant("no-lock", "", MutationOperator.DropStore, "lock"));
        Assert.Equal(2, Recording.OfGeneric(pmem => mutant.Create(pmem, 1)).Events.Count);
        Assert.Empty(Recording.OfGeneric(pmem => mutant.Recover(pmem)).Events);
    }

    private static IEnumerable<string> EventsOf(IStructure structure) =>
        Recording.OfGeneric(pmem => structure.Execute(pmem, 0, new Operation(0))).Texts;
}
