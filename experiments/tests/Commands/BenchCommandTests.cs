using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class BenchCommandTests
{
    [Fact]
    public void The_speed_of_the_explorer_is_its_transitions_per_second_on_three_threads()
    {
        JsonElement speed = Invocation.Of("bench", "explorer", "--repetitions", "1", "--json", "-").Json;

        Assert.Equal(("sorted-list", 3, 1, 1), (speed.GetProperty("structure").GetString(), speed.GetProperty("threads").GetInt32(),
            speed.GetProperty("ops").GetInt32(), speed.GetProperty("repetitions").GetInt32()));
        Assert.Equal((10_054, 31_037, 30, 12), (speed.GetProperty("states").GetInt64(), speed.GetProperty("transitions").GetInt64(),
            speed.GetProperty("codeRuns").GetInt64(), speed.GetProperty("recoveriesRun").GetInt64()));
        Assert.Equal(speed.GetProperty("transitions").GetInt64() / speed.GetProperty("secondsMedian").GetDouble(),
            speed.GetProperty("transitionsPerSecondMedian").GetDouble(), 1e-6 * speed.GetProperty("transitionsPerSecondMedian").GetDouble());
    }
}
