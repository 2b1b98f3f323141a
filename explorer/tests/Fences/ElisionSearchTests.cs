using Sim.Fences;

namespace Sim.Explorer.Tests;

public sealed class ElisionSearchTests
{
    private static readonly string[] Labels = ["redundant", "shadow", "order", "value", "first", "second"];

    [Theory]
    [InlineData(10, 20, "first")]
    [InlineData(20, 10, "second")]
    public void Of_two_fences_that_each_suffice_the_cheaper_one_stays(long firstCost, long secondCost, string stays)
    {
        ElisionSearch search = Search(firstCost, secondCost, out IReadOnlyList<int> kept);
        Assert.Equal(["shadow", "order", "value", stays], kept.Select(site => Labels[site]));
        Assert.True(search.IsComplete);
    }

    [Fact]
    public void Every_needed_site_is_a_clause_of_its_own_and_the_two_alternatives_are_one()
    {
        ElisionSearch search = Search(10, 20, out _);
        Assert.Equal(["shadow", "order", "value"], search.Needed.Keys.Order().Select(site => Labels[site]));
        Assert.Equal([[1], [2], [3], [4, 5]], search.Clauses);
        // Six sites alone, the cheapest proposal, three attempts to shrink its clause, and the proposal that holds.
        Assert.Equal(11, search.Explorations);
    }

    [Fact]
    public void The_counterexample_of_a_needed_site_elides_that_site_alone() =>
        Assert.All(Search(1, 1, out _).Needed, needed => Assert.Contains(Labels[needed.Key], Assert.Single(needed.Value.ElidedSites), StringComparison.Ordinal));

    [Fact]
    public void A_search_that_is_cut_short_keeps_every_site()
    {
        (ExplorationSession session, string[] sites) = Session();
        ElisionSearch search = new(session, sites, [1, 1, 1, 1, 1, 1], progress: null);
        Assert.Equal([0, 1, 2, 3, 4, 5], search.Run(new CancellationToken(canceled: true)));
        Assert.False(search.IsComplete);
        Assert.Empty(search.Clauses);
    }

    private static ElisionSearch Search(long firstCost, long secondCost, out IReadOnlyList<int> kept)
    {
        (ExplorationSession session, string[] sites) = Session();
        ElisionSearch search = new(session, sites, [5, 5, 5, 5, firstCost, secondCost], progress: null);
        kept = search.Run(TestContext.Current.CancellationToken);
        return search;
    }

    private static (ExplorationSession Session, string[] Sites) Session()
    {
        ExplorationSession session = new(FencedStructures.Correct, new ExploreOptions());
        Assert.Equal("holds", session.Explore(new HashSet<string>(), TestContext.Current.CancellationToken).Result.Verdict);
        Assert.Equal(Labels, session.PersistSites.Select(site => site.Label));
        return (session, [.. session.PersistSites.Select(site => site.Name)]);
    }
}
