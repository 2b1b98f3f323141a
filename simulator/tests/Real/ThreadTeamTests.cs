namespace Sim.Simulator.Tests;

public class ThreadTeamTests
{
    [Fact]
    public void Every_thread_has_its_number()
    {
        bool[] hasRun = new bool[3];

        ThreadTeam.Run(3, (team, number) =>
        {
            team.AwaitStart();
            hasRun[number] = true;
        });

        Assert.Equal([true, true, true], hasRun);
    }

    [Fact]
    public void The_first_failure_reaches_the_caller_and_frees_those_that_wait_to_start()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => ThreadTeam.Run(2, (team, number) =>
        {
            if (number == 1) { throw new ArgumentException("broken"); }
            team.AwaitStart();
        }));

        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public void A_team_that_is_stopped_ends_as_after_a_failure()
    {
        using CancellationTokenSource stop = new();

        Assert.Throws<OperationCanceledException>(() => ThreadTeam.Run(2, (team, number) =>
        {
            team.AwaitStart();
            if (number == 1) { stop.Cancel(); }
            while (!team.HasFailed) { Thread.Yield(); }
        }, stop.Token));
    }
}
