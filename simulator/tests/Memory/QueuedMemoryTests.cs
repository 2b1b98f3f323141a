using CsCheck;

namespace Sim.Simulator.Tests;

public sealed class QueuedMemoryTests
{
    [Fact]
    public void Events_come_in_the_order_of_time_and_then_of_arrival()
    {
        EventCalendar events = new();
        foreach ((long time, int argument) in new[] { (5L, 0), (3L, 1), (5L, 2), (1L, 3), (3L, 4) }) { events.Add(time, 9, argument); }
        List<int> order = [];
        while (events.TryTake(out SimEvent next)) { order.Add(next.Argument); }
        Assert.Equal([3, 1, 4, 0, 2], order);
    }

    [Fact]
    public void Every_request_of_a_random_trace_is_answered_once_on_every_preset() =>
        Gen.Select(Gen.Int[0, Platform.Names.Count - 1], Gen.Select(Gen.Int[0, 5_000], Gen.Bool, (line, isWrite) => new MemoryRequest(line, isWrite, 0)).Array[0, 300])
            .Sample((platform, requests) =>
            {
                MemoryCounters counters = RequestRunner.RunQueued(Platform.Names[platform], requests).Counters;
                Assert.Equal(requests.Count(request => request.IsWrite), counters.Writes);
                Assert.Equal(requests.Count(request => !request.IsWrite), counters.Reads);
            }, iter: 60, threads: 1);

    [Fact]
    public void The_same_trace_and_seed_take_the_same_time()
    {
        MemoryRequest[] requests = [.. Enumerable.Range(0, 5_000).Select(i => new MemoryRequest(i * 7919 % 4096, i % 3 == 0, 0))];
        Assert.Equal(RequestRunner.RunQueued("optane-g1-adr", requests), RequestRunner.RunQueued("optane-g1-adr", requests));
    }

    [Theory]
    [InlineData("R 0x1000", 64, false, 0)]
    [InlineData("0x1040 WRITE 120", 65, true, 120)]
    [InlineData("ST 128 # comment", 2, true, 0)]
    public void A_request_is_read_in_the_formats_of_other_simulators(string text, int line, bool isWrite, long cycle) =>
        Assert.Equal([new MemoryRequest(line, isWrite, cycle)], RequestTrace.Parse("t", new StringReader(text)));

    [Fact]
    public void A_line_that_is_no_request_is_reported_with_its_place() =>
        Assert.Equal("t:2: the address is 'x', expected a number, decimal or with 0x",
            Assert.Throws<InputException>(() => RequestTrace.Parse("t", new StringReader("R 1\nW x"))).Message);
}
