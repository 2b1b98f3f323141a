namespace Sim.CacheModel.Tests;

public sealed class StallCauseTests
{
    [Fact]
    public void Every_cause_has_a_name_of_its_own()
    {
        StallCause[] causes = Enum.GetValues<StallCause>();
        Assert.Equal(StallCauses.Count, causes.Length);
        Assert.Equal(causes.Length, causes.Select(cause => cause.Describe()).Distinct().Count());
    }
}
