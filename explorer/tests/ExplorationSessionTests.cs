using System.Text.Json;
using Sim.Simulator.Results;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class ExplorationSessionTests
{
    private static readonly HashSet<string> Nothing = [];

    [Fact]
    public void Code_runs_once_per_behaviour_also_when_sites_are_switched_off()
    {
        ExplorationSession session = new(DurableRegister([Write(1), Read], [Read]), new ExploreOptions { CollectsOutcomesOnly = true });
        Explore(session, Nothing);
        // The write has one behaviour; each thread's read has two, because it finds 0 or 1.
        Assert.Equal(4, session.CodeRuns);

        foreach (string site in session.PersistSites.Select(site => site.Name)) { Explore(session, [site]); }
        Explore(session, [.. session.PersistSites.Select(site => site.Name)]);
        Assert.Equal(4, session.CodeRuns);
    }

    [Fact]
    public void The_flush_and_fence_sites_reached_are_known_by_name()
    {
        ExplorationSession session = new(DurableRegister([Write(1)]), new ExploreOptions());
        Explore(session, Nothing);
        Assert.Equal(["clwb write", "sfence write"], session.PersistSites.Select(site => $"{site.Instruction} {site.Label}"));
    }

    [Fact]
    public void A_flush_that_is_switched_off_does_not_happen()
    {
        ExplorationSession session = new(DurableRegister([Write(1), Read]), new ExploreOptions());
        Assert.Equal("holds", Explore(session, Nothing).Result.Verdict);
        string flush = session.PersistSites.Single(site => site.Instruction == "clwb").Name;

        ExploreReport without = Explore(session, [flush]);
        Assert.Equal("violated", without.Result.Verdict);
        Assert.Equal([flush], without.Counterexample!.ElidedSites);
        Assert.DoesNotContain(without.Counterexample.Steps, step => step.Kind == "clwb");
        Assert.Equal("holds", Explore(session, Nothing).Result.Verdict);
    }

    [Fact]
    public void A_workload_that_does_not_reach_a_switched_off_site_is_not_searched_again()
    {
        SmallStructure structure = DurableRegister() with { Workloads = [Threads([Write(1)]) with { Name = "writes" }, Threads([Read]) with { Name = "reads" }] };
        ExplorationSession session = new(structure, new ExploreOptions());
        ExploreReport asWritten = Explore(session, Nothing);
        Assert.Equal(["writes", "reads"], asWritten.Result.Workloads);

        Explore(session, ["no such site"]);
        Assert.Equal(asWritten.Result.States, Explore(session, ["no such site"]).Result.States);
        Assert.Equal(asWritten.Outcomes, Explore(session, ["no such site"]).Outcomes);
    }

    [Fact]
    public void The_same_exploration_gives_the_same_bytes()
    {
        Assert.Equal(Serialized(VolatileRegister([Write(1), Increment], [Write(2), Read])), Serialized(VolatileRegister([Write(1), Increment], [Write(2), Read])));
        Assert.Equal(Serialized(DurableRegister([Write(1)], [Write(2)])), Serialized(DurableRegister([Write(1)], [Write(2)])));
    }

    private static string Serialized(SmallStructure structure)
    {
        ExploreReport report = StructureExplorer.Explore(structure, new ExploreOptions(), TestContext.Current.CancellationToken);
        ExploreResult timeless = report.Result with { Seconds = 0, PeakMemoryBytes = 0 };
        return JsonSerializer.Serialize(new { timeless, report.Counterexample, report.Outcomes });
    }

    private static ExploreReport Explore(ExplorationSession session, HashSet<string> elided) =>
        session.Explore(elided, TestContext.Current.CancellationToken);
}
