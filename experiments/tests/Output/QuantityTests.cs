using Sim.Experiments.Output;

namespace Sim.Experiments.Tests.Output;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(45004, "45,004")]
    [InlineData(0, "0")]
    [InlineData(1.5e18, "1.50e+18")]
    public void Counts_are_grouped_until_they_are_too_long(double value, string text) => Assert.Equal(text, Quantity.Count(value));

    [Theory]
    [InlineData(812, "812 ns")]
    [InlineData(12_345, "12.35 us")]
    [InlineData(12_345_678, "12.35 ms")]
    [InlineData(12_345_678_901, "12.35 s")]
    public void Durations_take_the_unit_that_suits_them(double nanoseconds, string text) => Assert.Equal(text, Quantity.Duration(nanoseconds));

    [Theory]
    [InlineData(1, "1 clause")]
    [InlineData(2000, "2,000 clauses")]
    public void A_noun_agrees_with_its_count(long count, string text) => Assert.Equal(text, Quantity.Of(count, "clause"));

    [Fact]
    public void A_share_of_nothing_is_nothing() => Assert.Equal("0.0 %", Quantity.Share(0, 0));
}
