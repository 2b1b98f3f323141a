using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class EagerSizeTests
{
    [Fact]
    public void Without_a_choice_the_estimate_is_exact()
    {
        ExploreReport report = Explore(VolatileRegister([Read, Read]));
        Assert.Equal((1.0, 0.0), (report.Result.EagerInterleavings, report.Result.EagerInterleavingsError));
        // A crash before each operation and at the end, with one image each.
        Assert.Equal((3.0, 0.0), (report.Result.EagerRecoveries, report.Result.EagerRecoveriesError));
    }

    [Fact]
    public void The_interleavings_of_two_threads_of_two_reads_are_six() =>
        Assert.Equal(6, Explore(VolatileRegister([Read, Read], [Read, Read])).Result.EagerInterleavings!.Value, tolerance: 0.5);

    [Fact]
    public void Sites_that_no_workload_reaches_are_named()
    {
        SmallStructure structure = DurableRegister([Read]);
        Assert.Equal(["clwb write", "sfence write"], Explore(structure).Result.UnreachedSites.Select(site => string.Join(' ', site.Split(' ').Take(2))));
        Assert.Empty(Explore(DurableRegister([Write(1)])).Result.UnreachedSites);
    }

    private static ExploreReport Explore(SmallStructure structure) =>
        StructureExplorer.Explore(structure, new ExploreOptions { EstimatesEagerSize = true }, TestContext.Current.CancellationToken);
}
