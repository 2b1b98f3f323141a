namespace Sim.CacheModel.Tests;

public sealed class ArmOrderTests
{
    private const ArmAccess R = ArmAccess.Load;
    private const ArmAccess W = ArmAccess.Store;
    private const ArmAccess A = R | ArmAccess.Acquire;
    private const ArmAccess Q = R | ArmAccess.AcquirePc;
    private const ArmAccess L = W | ArmAccess.Release;

    /// <summary>bob: rows earlier, columns later R W A Q L; + is ordered.</summary>
    [Theory]
    [InlineData(ArmBarriers.None, R, "....+")]
    [InlineData(ArmBarriers.None, W, "....+")]
    [InlineData(ArmBarriers.None, A, "+++++")]
    [InlineData(ArmBarriers.None, Q, "+++++")]
    [InlineData(ArmBarriers.None, L, "..+.+")]
    [InlineData(ArmBarriers.Loads, R, "+++++")]
    [InlineData(ArmBarriers.Loads, W, "....+")]
    [InlineData(ArmBarriers.Stores, R, "....+")]
    [InlineData(ArmBarriers.Stores, W, ".+..+")]
    [InlineData(ArmBarriers.Full, R, "+++++")]
    [InlineData(ArmBarriers.Full, W, "+++++")]
    [InlineData(ArmBarriers.Context, R, "....+")]
    public void Barriers_acquires_and_releases_order_what_the_axioms_say(ArmBarriers between, ArmAccess earlier, string expected) =>
        Assert.Equal(expected, string.Concat(new[] { R, W, A, Q, L }.Select(later => ArmOrder.IsOrdered(earlier, later, between) ? '+' : '.')));

    [Theory]
    [InlineData(ArmBarriers.None, false, false)]
    [InlineData(ArmBarriers.None, true, true)]
    [InlineData(ArmBarriers.Loads | ArmBarriers.Stores, false, false)]
    [InlineData(ArmBarriers.Full, false, true)]
    public void A_flush_follows_accesses_to_its_line_and_full_barriers_only(ArmBarriers between, bool isSameLine, bool expected) =>
        Assert.Equal(expected, ArmOrder.IsOrderedBeforeClean(between, isSameLine));
}
