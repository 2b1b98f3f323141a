using System.Diagnostics;

namespace Sim.CacheModel.Tests;

public sealed class InvariantTests
{
    [Fact]
    public void What_holds_passes() => Invariant.Holds(1 < 2, "one is less than two");

    [Fact]
    public void What_does_not_hold_is_reported_with_its_source_text_and_reason()
    {
        int one = 1;
        UnreachableException exception = Assert.Throws<UnreachableException>(() => Invariant.Holds(one > 2, "one is large"));
        Assert.Equal("defect in Sim: one > 2 does not hold, although one is large", exception.Message);
    }
}
