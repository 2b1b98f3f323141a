namespace Sim.CacheModel.Tests;

public sealed class SiteTableTests
{
    private readonly SiteTable _table = new();

    private static Site Flush(int line) => new(EventKind.Flush, 0, "a.cs", line, "M", "");

    [Fact]
    public void Sites_are_numbered_from_zero_in_the_order_in_which_they_are_met()
    {
        Assert.Equal([0, 1, 0, 2], new[] { Flush(9), Flush(3), Flush(9), Flush(5) }.Select(_table.Intern));
        Assert.Equal([9, 3, 5], _table.Sites.Select(site => site.Line));
        Assert.Equal(3, _table[1].Line);
    }

    [Fact]
    public void A_flush_and_a_fence_on_one_line_are_two_sites() =>
        Assert.NotEqual(_table.Intern(Flush(1)), _table.Intern(Flush(1) with { Kind = EventKind.Fence }));
}
