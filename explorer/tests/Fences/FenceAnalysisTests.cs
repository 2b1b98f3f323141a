using Sim.Fences;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Explorer.Tests;

public sealed class FenceAnalysisTests
{
    private static readonly FenceOptions Options = new() { Threads = 1, Ops = 1, TimedOps = 50, TimedKeys = 10 };

    [Fact]
    public void Every_flush_and_fence_gets_a_verdict()
    {
        FenceReport report = Analyze(FencedStructures.Correct, "optane-g1-adr");
        Dictionary<string, string> verdicts = report.Result.Sites.ToDictionary(site => $"{site.Kind} {site.Label}", site => site.Verdict);
        Assert.Equal(("holds", "complete", 6), (report.Result.Verdict, report.Result.Completeness, verdicts.Count));
        Assert.Equal(["clwb shadow", "clwb value", "sfence order"], With("needed"));
        Assert.Equal(["sfence first", "sfence redundant", "sfence second"], With("elidable alone"));

        IEnumerable<string> With(string verdict) => verdicts.Where(site => site.Value == verdict).Select(site => site.Key).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void The_cheapest_safe_set_keeps_what_is_needed_and_the_cheaper_alternative()
    {
        FenceResult result = Analyze(FencedStructures.Correct, "optane-g1-adr").Result;
        FenceSite[] ends = [.. result.Sites.Where(site => site.Label is "first" or "second").OrderBy(site => site.Cycles)];
        Assert.Equal([true, false], ends.Select(site => site.InCheapestSafeSet));
        Assert.Equal(4, result.CheapestSafeSet.Count);
        Assert.Equal([1, 1, 1, 2], result.Clauses.Select(clause => clause.Count));
        Assert.All(result.Sites.Where(site => site.Verdict == "needed"), site => Assert.Contains(site.Site, result.CheapestSafeSet));
        Assert.True(result.CyclesPerOpAfter <= result.CyclesPerOpBefore);
    }

    [Fact]
    public void Every_needed_site_has_its_counterexample()
    {
        FenceReport report = Analyze(FencedStructures.Correct, "optane-g1-adr");
        Assert.Equal(
            report.Result.Sites.Where(site => site.Verdict == "needed").Select(site => site.Site).Order(StringComparer.Ordinal),
            report.Counterexamples.Keys.Order(StringComparer.Ordinal));
        Assert.All(report.Counterexamples, pair => Assert.Equal([pair.Key], pair.Value.ElidedSites));
    }

    [Fact]
    public void Every_site_was_executed_once_per_operation_of_the_timed_run() =>
        Assert.All(Analyze(FencedStructures.Correct, "optane-g1-adr").Result.Sites, site => Assert.Equal(50, site.Executions));

    [Fact]
    public void Where_caches_persist_only_a_fence_at_the_end_is_needed()
    {
        FenceResult result = Analyze(FencedStructures.Correct, "optane-g2-eadr").Result;
        Assert.Equal("sfence", Assert.Single(result.Sites, site => site.InCheapestSafeSet).Kind);
        Assert.Equal(["first", "second"], Assert.Single(result.Clauses).Select(name => name.Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sites_of_a_structure_that_is_wrong_as_written_are_not_judged()
    {
        FenceReport report = Analyze(FencedStructures.Wrong, "optane-g1-adr");
        Assert.Equal(("violated", 1), (report.Result.Verdict, report.Result.Explorations));
        Assert.All(report.Result.Sites, site => Assert.Equal(("not judged", true), (site.Verdict, site.InCheapestSafeSet)));
        Assert.Empty(report.Result.Clauses);
        Assert.Equal([""], report.Counterexamples.Keys);
    }

    [Fact]
    public void Sites_that_a_cut_short_analysis_did_not_reach_are_not_judged()
    {
        using CancellationTokenSource stop = new();
        List<string> steps = [];
        FenceOptions options = Options with { Progress = Note };
        FenceResult result = FenceAnalysis.Analyze(
            FencedStructures.Correct, FencedStructures.Correct, Platform.Load("optane-g1-adr"), options, stop.Token).Result;

        Assert.Equal(("holds", "cut short"), (result.Verdict, result.Completeness));
        Assert.Equal(["needed", "not judged", "not judged", "not judged", "not judged", "not judged"],
            result.Sites.Select(site => site.Verdict).Order(StringComparer.Ordinal));
        Assert.All(result.Sites, site => Assert.True(site.InCheapestSafeSet));

        // After all flushes and fences and the first site alone.
        void Note(string step)
        {
            steps.Add(step);
            if (steps.Count == 3) { stop.Cancel(); }
        }
    }

    private static FenceReport Analyze(SmallStructure structure, string platform) =>
        FenceAnalysis.Analyze(structure, structure, Platform.Load(platform), Options, TestContext.Current.CancellationToken);
}
