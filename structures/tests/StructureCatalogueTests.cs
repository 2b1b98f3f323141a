using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures.Tests;

public sealed class StructureCatalogueTests
{
    public static TheoryData<string> Names => [.. StructureCatalogue.Names];

    /// <summary>All but the vectors, whose arguments are positions.</summary>
    public static TheoryData<string> Keyed => [.. StructureCatalogue.Names.Where(name => !name.EndsWith("vector", StringComparison.Ordinal))];

    [Fact]
    public void An_unknown_structure_is_answered_with_the_known_ones() =>
        Assert.Equal($"unknown structure 'stack', expected one of: {string.Join(", ", StructureCatalogue.Names)}",
            Assert.Throws<InputException>(() => StructureCatalogue.Create("stack", StructureScale.Small)).Message);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_structure_has_its_name_and_at_least_six_mutants_with_names_of_their_own(string name)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Small);

        Assert.Equal(name, structure.Name);
        Assert.True(structure.Mutants.Select(mutant => mutant.Name).Distinct().Count() >= 6);
        Assert.Distinct(structure.Mutants.Select(mutant => mutant.Name));
        Assert.Distinct(structure.Mutants.Select(mutant => mutant with { Name = "", Description = "" }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mutant_is_found_by_its_name(string name)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Paper);
        Mutant last = structure.Mutants[^1];

        Assert.Same(last, StructureCatalogue.FindMutant(structure, last.Name));
        Assert.StartsWith("unknown mutant 'none', expected one of: ",
            Assert.Throws<InputException>(() => StructureCatalogue.FindMutant(structure, "none")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keyed))]
    public void Without_a_key_count_the_keys_and_values_of_a_timed_run_are_distinct_but_for_the_list_of_linear_time(string name)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Paper);
        Operation[] operations = [.. Enumerable.Range(0, 20_000).Select(index => structure.TimedOperation(0, index, keyCount: 0, seed: 1))];
        int keyed = operations.Count(operation => operation.Key != 0);

        Assert.Equal(name is "sorted-list" or "log-free-list" ? 1000 : keyed, operations.Select(operation => operation.Key).Where(key => key != 0).Distinct().Count());
        Assert.Equal(name.EndsWith("queue", StringComparison.Ordinal) ? 10_000 : 20_000, keyed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_timed_run_fits_its_pool_and_follows_the_specification(string name)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Paper);
        IEnumerable<(Operation, int)> operations =
            from index in Enumerable.Range(0, 50)
            from thread in Enumerable.Range(0, 3)
            select (structure.TimedOperation(thread, index, keyCount: 20, seed: 1), thread);

        new StructureRun(structure, 3, 150).AssertFollowsSpecification(operations);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Exploration_workloads_have_the_threads_and_operations_asked_for_and_a_probe(string name)
    {
        IReadOnlyList<Workload> workloads = StructureCatalogue.Create(name, StructureScale.Small).ExplorationWorkloads(3, 2, 1);

        Assert.Distinct(workloads.Select(workload => workload.Name));
        Assert.All(workloads, workload =>
        {
            Assert.Equal([2, 2, 2], workload.Threads.Select(operations => operations.Count));
            Assert.NotEmpty(workload.Probe);
        });
    }
}
