namespace Sim.Experiments.Tests;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(false, true, 0)]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 3)]
    public void A_violation_counts_even_when_cut_short_and_cut_short_is_never_a_success(bool isViolated, bool isComplete, int exitCode) =>
        Assert.Equal(exitCode, ExitCode.Of(isViolated, isComplete));
}
