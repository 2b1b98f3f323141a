namespace Sim.Plots.Tests;

public sealed class RunFiguresTests
{
    [Fact]
    public void Causes_are_drawn_dearest_first_per_operation_with_their_share()
    {
        IReadOnlyList<string> texts = Svg.Texts(RunFigures.CostByCause(Samples.TypicalRun()));

        Assert.Equal(
            ["load miss memory", "745 (47\u2009%)", "fence wait", "490 (31\u2009%)", "flush issue", "155 (9.8\u2009%)", "compute", "120 (7.6\u2009%)",
            "write queue full", "60 (3.8\u2009%)", "store buffer full", "7 (0.4\u2009%)"],
            texts.Where(t => t.Contains('%') || t.Any(char.IsLetter)).Where(t => !t.StartsWith("cost", StringComparison.Ordinal)));
        Assert.Contains("cost (cycles per operation)", texts);
    }

    [Fact]
    public void A_cause_without_a_cycle_is_left_out() =>
        Assert.DoesNotContain("spin", Svg.Texts(RunFigures.CostByCause(Samples.TypicalRun())));

    [Fact]
    public void A_run_without_cycles_says_so() =>
        Assert.Contains("no cycles were counted", Svg.Texts(RunFigures.CostByCause(Samples.EmptyRun())));

    [Fact]
    public void Latency_is_drawn_with_its_percentiles_and_its_maximum()
    {
        IReadOnlyList<string> texts = Svg.Texts(RunFigures.LatencyDistribution(Samples.TypicalRun()));

        Assert.Equal(
            ["p50: 640\u2009ns", "p90: 1.33\u2009µs", "p99: 4\u2009µs", "p99.9: 11.4\u2009µs", "max: 30.8\u2009µs"],
            texts.Where(t => t.Contains(": ", StringComparison.Ordinal)));
        Assert.Contains("latency of an operation (ns)", texts);
        Assert.Contains("0.01\u2009%", texts);
    }

    [Fact]
    public void A_percentile_that_so_few_operations_cannot_show_is_left_out()
    {
        Figure figure = RunFigures.LatencyDistribution(Samples.Run(new(100, 100, 100, 100, 100, 100, [new(96, 104, 50)])));

        Assert.Equal(["p50: 100\u2009ns", "p90: 100\u2009ns", "max: 100\u2009ns"],
            Svg.Texts(figure).Where(t => t.Contains(": ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_run_without_latencies_says_so() =>
        Assert.Contains("no operation was measured", Svg.Texts(RunFigures.LatencyDistribution(Samples.EmptyRun())));

    [Fact]
    public void Latencies_of_zero_are_drawn_as_nothing() =>
        Assert.Contains("no operation was measured",
            Svg.Texts(RunFigures.LatencyDistribution(Samples.Run(new(0, 0, 0, 0, 0, 0, [new(0, 0, 10)])))));

    [Fact]
    public void A_bucket_that_starts_at_zero_fits_on_the_logarithmic_axis() =>
        Assert.Contains("p50: 1\u2009ns",
            Svg.Texts(RunFigures.LatencyDistribution(Samples.Run(new(1, 1, 2, 2, 2, 2, [new(0, 1, 60), new(1, 3, 40)])))));
}
