namespace Sim.Plots.Tests;

public sealed class VisibleStepsTests
{
    [Fact]
    public void As_many_steps_as_rows_are_all_shown()
    {
        VisibleSteps steps = new(60, 60);

        Assert.Equal((0, 60, -1), (steps.HiddenCount, steps.RowCount, steps.GapRow));
        Assert.Equal(59, steps.RowOf(59));
    }

    [Fact]
    public void Too_many_steps_lose_their_middle_and_keep_their_end()
    {
        VisibleSteps steps = new(100, 60);

        Assert.Equal((41, 60, 14), (steps.HiddenCount, steps.RowCount, steps.GapRow));
        Assert.Equal([13, 14, 14, 15, 59], new[] { 13, 14, 54, 55, 99 }.Select(steps.RowOf));
        Assert.Equal([true, false, false, true, true], new[] { 13, 14, 54, 55, 99 }.Select(steps.Shows));
    }

    [Fact]
    public void Shown_and_hidden_steps_are_all_steps()
    {
        VisibleSteps steps = new(1_000, 60);

        Assert.Equal(1_000, steps.HiddenCount + Enumerable.Range(0, 1_000).Count(steps.Shows));
        Assert.Equal(59, Enumerable.Range(0, 1_000).Count(steps.Shows));
    }
}
