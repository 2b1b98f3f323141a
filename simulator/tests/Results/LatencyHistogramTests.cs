using CsCheck;
using Sim.Simulator.Results;

namespace Sim.Simulator.Tests.Results;

public class LatencyHistogramTests
{
    [Fact]
    public void An_empty_histogram_is_all_zero()
    {
        LatencyResult result = new LatencyHistogram().ToResult();

        Assert.Equal((0.0, 0.0, 0.0, 0.0, 0.0, 0.0), (result.MeanNs, result.P50Ns, result.P90Ns, result.P99Ns, result.P999Ns, result.MaxNs));
        Assert.Empty(result.Histogram);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0.75, 0, 1)]
    [InlineData(1, 1, 1.03125)]
    [InlineData(100, 100, 102)]
    [InlineData(101.9, 100, 102)]
    [InlineData(1e18, 1108307720798208, 1125899906842624)]
    public void A_value_falls_into_a_bucket_of_a_32nd_of_its_power_of_two(double ns, double fromNs, double toNs)
    {
        LatencyHistogram histogram = new();
        histogram.Record(ns);

        Assert.Equal([new LatencyBucket(fromNs, toNs, 1)], histogram.ToResult().Histogram);
    }

    [Fact]
    public void Equal_values_have_exact_percentiles()
    {
        LatencyHistogram histogram = new();
        for (int i = 0; i < 1000; i++) { histogram.Record(100); }

        LatencyResult result = histogram.ToResult();

        Assert.Equal((100.0, 100.0, 100.0, 100.0), (result.MeanNs, result.P50Ns, result.P999Ns, result.MaxNs));
    }

    [Fact]
    public void Percentiles_are_nearest_ranks_interpolated_in_their_bucket()
    {
        LatencyHistogram histogram = new();
        for (int i = 1; i <= 1000; i++) { histogram.Record(i); }

        LatencyResult result = histogram.ToResult();

        Assert.Equal(500.5, result.MeanNs);
        Assert.Equal(500.5, result.P50Ns);
        Assert.Equal(900.5, result.P90Ns);
        Assert.Equal(990.5, result.P99Ns);
        Assert.Equal(1000, result.MaxNs);
        Assert.Equal(1000, result.Histogram.Sum(bucket => bucket.Count));
    }

    [Fact]
    public void A_percentile_is_within_a_32nd_of_the_nearest_rank() =>
        Gen.Double[1, 1e9].Array[1, 200].Sample(values =>
        {
            LatencyHistogram histogram = new();
            foreach (double value in values) { histogram.Record(value); }
            double exact = values.Order().ElementAt((int)Math.Ceiling(0.9 * values.Length) - 1);
            return Math.Abs(histogram.ToResult().P90Ns - exact) <= exact / 32;
        });

    [Fact]
    public void Adding_counts_as_if_all_had_been_recorded_in_one()
    {
        LatencyHistogram all = new(), odd = new(), even = new();
        for (int i = 1; i <= 100; i++)
        {
            all.Record(i);
            (i % 2 == 0 ? even : odd).Record(i);
        }
        odd.Add(even);

        Assert.Equal(all.ToResult().Histogram, odd.ToResult().Histogram);
        Assert.Equal(all.ToResult() with { Histogram = [] }, odd.ToResult() with { Histogram = [] });
    }
}
