namespace Sim.Explorer.Tests;

public sealed class StateTrailTests
{
    private readonly StateTrail _trail = new();

    [Fact]
    public void The_schedule_follows_the_transitions_that_first_led_to_a_state()
    {
        Assert.Equal(0, _trail.Reserve(4));
        _trail.Set(0, -1, -1);
        _trail.Set(1, 0, 256);
        _trail.Set(2, 0, 512);
        _trail.Set(3, 2, 513);
        Assert.Equal([512, 513], _trail.ScheduleTo(3));
        Assert.Empty(_trail.ScheduleTo(0));
    }

    [Fact]
    public void The_trail_grows_without_forgetting()
    {
        for (int i = 0; i < 20_000; i++) { _trail.Set(_trail.Reserve(1), i - 1, i); }
        Assert.Equal(20_000, _trail.Count);
        Assert.Equal(Enumerable.Range(1, 19_999), _trail.ScheduleTo(19_999));
    }
}
