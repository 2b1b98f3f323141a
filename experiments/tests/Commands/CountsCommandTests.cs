namespace Sim.Experiments.Tests.Commands;

public sealed class CountsCommandTests
{
    [Fact]
    public void Queues_take_the_published_number_of_instructions()
    {
        Invocation sim = Invocation.Of("counts", "queue", "unlinked-queue", "linked-queue");

        Assert.Equal(0, sim.ExitCode);
        Assert.StartsWith("WITHIN 3 of 3 rows", sim.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structure_without_published_counts_is_said_to_have_none()
    {
        Invocation sim = Invocation.Of("counts", "append-log");

        Assert.Equal((2, "sim: no published counts of append-log"), (sim.ExitCode, sim.Error.Trim()));
    }
}
