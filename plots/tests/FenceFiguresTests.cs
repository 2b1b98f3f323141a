using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class FenceFiguresTests
{
    [Fact]
    public void Every_site_is_named_with_its_place_and_its_cost_per_operation()
    {
        IReadOnlyList<string> texts = Svg.Texts(FenceFigures.CostPerSite(Samples.ThreeSites()));

        Assert.Contains("sfence publish bucket", texts);
        Assert.Equal(2, texts.Count(t => t == "Cceh.cs:142"));
        Assert.Contains("471", texts);
        Assert.Contains("40.6", texts);
        Assert.Contains("cost (cycles per operation)", texts);
    }

    [Fact]
    public void A_bar_too_short_for_its_fill_says_its_verdict_in_words() =>
        Assert.Contains("0 (not reached)", Svg.Texts(FenceFigures.CostPerSite(Samples.ThreeSites())));

    [Fact]
    public void The_legend_explains_every_fill_and_mark()
    {
        IReadOnlyList<string> texts = Svg.Texts(FenceFigures.CostPerSite(Samples.ThreeSites()));

        Assert.All(["needed", "elidable alone", "not reached", "stays in the cheapest safe set", "can go"], t => Assert.Contains(t, texts));
    }

    [Fact]
    public void Needed_sites_are_blue_bars() =>
        // Two bars and the legend.
        Assert.Equal(3, Svg.CountFilled(FenceFigures.CostPerSite(Samples.ThreeSites()), "#0072B2"));

    [Fact]
    public void Without_the_number_of_timed_operations_the_axis_gives_cycles_of_the_whole_run()
    {
        IReadOnlyList<string> texts = Svg.Texts(FenceFigures.CostPerSite(Samples.ThreeSites() with { TimedOperations = 0 }));

        Assert.Contains("cost in the timed run (cycles)", texts);
        Assert.Contains("9\u2009420\u2009000", texts);
    }

    [Fact]
    public void The_caption_gives_the_saving_and_what_the_verdicts_cover() =>
        Assert.Equal(
            "Cost of every flush and fence of cceh on optane-g1-adr. The cheapest safe set keeps 2 of 4 sites: 1845 cycles per " +
            "operation become 1213. Verdicts hold for 2 threads with 2 operations each under px86-line, complete.",
            FenceFigures.CostPerSite(Samples.ThreeSites()).Caption);

    [Fact]
    public void A_structure_without_flushes_says_so() =>
        Assert.Contains("no flush or fence was executed", Svg.Texts(FenceFigures.CostPerSite(Samples.Fences())));

    [Fact]
    public void Sites_that_cost_nothing_are_still_listed()
    {
        Figure figure = FenceFigures.CostPerSite(Samples.Fences(
            new FenceSite("sfence a (A.cs:1)", "A", 1, "sfence", "a", 0, 0, "not reached", false, null)), FigureWidth.Column);

        Assert.Contains("sfence a", Svg.Texts(figure));
    }
}
