namespace Sim.Plots.Tests;

public sealed class TicksTests
{
    [Fact]
    public void Linear_ticks_stand_at_round_numbers_as_far_as_there_is_room() =>
        Assert.Equal(["0", "200", "400", "600"], LinearTicks.FromZero(767, 5).Select(t => t.Label));

    [Fact]
    public void A_narrow_linear_axis_still_has_two_ticks() =>
        Assert.Equal(["0", "250"], LinearTicks.FromZero(485, 1).Select(t => t.Label));

    [Fact]
    public void A_long_logarithmic_axis_names_powers_of_ten() =>
        Assert.Equal(["100", "1000", "10\u2009000"], LogTicks.Latency(2, 4).Where(t => t.IsMajor).Select(t => t.Label));

    [Fact]
    public void A_short_logarithmic_axis_names_ones_twos_and_fives() =>
        Assert.Equal(["50", "100", "200"],
            LogTicks.Latency(1.5, 2.5).Where(t => t.IsMajor && t.Position is > 1.5 and < 2.5).Select(t => t.Label));

    [Fact]
    public void Shares_go_down_by_one_nine_at_a_time() =>
        Assert.Equal(["100\u2009%", "10\u2009%", "1\u2009%", "0.1\u2009%", "0.01\u2009%"], LogTicks.Shares(-4.3).Select(t => t.Label));
}
