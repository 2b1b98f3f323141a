using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class ServerTests
{
    [Fact]
    public void Requests_are_served_one_after_the_other()
    {
        Server server = new();
        Assert.Equal([0, 10, 20, 100], new[] { server.Serve(0, 10), server.Serve(0, 10), server.Serve(5, 10), server.Serve(100, 10) });
    }

    [Fact]
    public void A_request_that_comes_out_of_order_uses_the_gap_before_a_later_one()
    {
        Server server = new();
        Assert.Equal(100, server.Serve(100, 10));
        Assert.Equal(50, server.Serve(50, 10));
        Assert.Equal(60, server.Serve(50, 40));
        Assert.Equal(110, server.Serve(50, 10));
    }

    [Fact]
    public void No_two_requests_are_ever_served_at_once() =>
        Gen.Select(Gen.Int[0, 500], Gen.Int[1, 20]).Array[1, 60].Sample(requests =>
        {
            Server server = new();
            List<(long Start, long End)> busy = [];
            foreach ((int arrival, int cycles) in requests)
            {
                long start = server.Serve(arrival, cycles);
                if (start < arrival || busy.Any(other => start < other.End && other.Start < start + cycles)) { return false; }
                busy.Add((start, start + cycles));
            }
            return true;
        });
}
