using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Structures.Tests;

/// <summary>Every structure runs on a mapped file with threads of the operating system, and again after its pool was opened and recovered.</summary>
public sealed class RealMappingTests
{
    public static TheoryData<string> Names => [.. StructureCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_structure_runs_on_a_mapped_file_and_again_after_recovery(string name)
    {
        string path = Path.Combine(Path.GetTempPath(), $"sim-structures-{Environment.ProcessId}-{name}.pool");
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Paper);
        try
        {
            RunResult first = RealRunner.Run(structure, path, threads: 2, ops: 300, keys: 0, seed: 1, runsToHold: 3, TestContext.Current.CancellationToken);
            RunResult second = RealRunner.Run(structure, path, threads: 2, ops: 300, keys: 0, seed: 2, runsToHold: 3, TestContext.Current.CancellationToken);

            Assert.Equal((false, true), (first.Recovered, second.Recovered));
            Assert.True(second.FencesPerOp + second.LockedPerOp > 0);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
