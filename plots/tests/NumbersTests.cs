namespace Sim.Plots.Tests;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.0345, "0.0345")]
    [InlineData(1.5, "1.5")]
    [InlineData(40.6, "40.6")]
    [InlineData(471.2, "471")]
    [InlineData(9_999, "9999")]
    [InlineData(1_234_567, "1\u2009234\u2009567")]
    public void A_number_shows_three_digits_and_groups_many(double value, string expected) => Assert.Equal(expected, Numbers.Plain(value));

    [Theory]
    [InlineData(38.2, 100, "38\u2009%")]
    [InlineData(0.42, 100, "0.4\u2009%")]
    [InlineData(1, 0, "")]
    public void A_share_is_a_percentage_of_something(double part, double whole, string expected) =>
        Assert.Equal(expected, Numbers.Percent(part, whole));

    [Theory]
    [InlineData(420, "420\u2009ns")]
    [InlineData(1_310, "1.31\u2009µs")]
    [InlineData(2.5e6, "2.5\u2009ms")]
    [InlineData(3e9, "3\u2009s")]
    public void A_duration_has_the_unit_that_suits_it(double ns, string expected) => Assert.Equal(expected, Numbers.Duration(ns));
}
