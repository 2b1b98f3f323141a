using Sim.Simulator.Mutation;

namespace Sim.Structures.Tests;

public sealed class CcehCrashTests
{
    private static readonly CcehStructure Small = new(CcehGeometry.Small);

    public static TheoryData<string> Workloads => [.. Small.ExplorationWorkloads(1, 3, 3).Select(workload => workload.Name)];

    /// <summary>The others need a second thread.</summary>
    public static TheoryData<string> MutantsOfOneThread =>
        [.. Small.Mutants.Select(mutant => mutant.Name).Except(["read-unflushed", "split-open-early", "recovery-keeps-holes"])];

    [Theory]
    [MemberData(nameof(Workloads))]
    public void After_a_crash_at_any_event_the_interrupted_operation_has_happened_or_not_and_the_table_works(string workload) =>
        Assert.Null(CrashSweep.FindViolation(Small, Small.ExplorationWorkloads(1, 3, 3).Single(one => one.Name == workload)));

    [Theory]
    [MemberData(nameof(MutantsOfOneThread))]
    public void A_seeded_defect_shows(string name)
    {
        Mutant mutant = Small.Mutants.Single(one => one.Name == name);
        MutantStructure structure = new(Small, mutant);

        Assert.Contains(Small.ExplorationWorkloads(1, 3, 3), workload => CrashSweep.FindViolation(structure, workload) is not null);
    }
}
