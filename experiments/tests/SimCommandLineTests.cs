namespace Sim.Experiments.Tests;

public sealed class SimCommandLineTests
{
    [Fact]
    public void Without_arguments_it_says_what_it_is_and_what_to_try()
    {
        Invocation sim = Invocation.Of();

        Assert.Equal(0, sim.ExitCode);
        Assert.StartsWith("Sim: a laboratory for persistent memory.", sim.FirstLine, StringComparison.Ordinal);
        Assert.Contains("sim tour", sim.Output, StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void The_version_is_one_line() =>
        Assert.Matches(@"^sim 0\.1\.0(\+[0-9a-f]+)?\n$", Invocation.Of("--version").Output);

    [Theory]
    [InlineData("list")]
    [InlineData("run")]
    [InlineData("explore")]
    [InlineData("fences")]
    [InlineData("replay")]
    [InlineData("tour")]
    [InlineData("bench", "explorer")]
    [InlineData("bench", "mutants")]
    public void Help_of_every_command_ends_with_examples(params string[] command)
    {
        Invocation sim = Invocation.Of([.. command, "--help"]);

        Assert.Equal(0, sim.ExitCode);
        Assert.Contains($"Examples:\n  sim {string.Join(' ', command)}", sim.Output, StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("'exlore'", "exlore")]
    [InlineData("structure", "explore")]
    [InlineData("--threads is '0', expected a whole number of at least 1", "explore", "cceh", "--threads", "0")]
    [InlineData("--ops is 'x', expected a whole number of at least 1", "run", "cceh", "--ops", "x")]
    [InlineData("--seed is '-1', expected a whole number of at least 0", "run", "cceh", "--seed", "-1")]
    [InlineData("--max-states is 'many', expected a whole number of at least 1", "explore", "cceh", "--max-states", "many")]
    [InlineData("'timed' 'real'", "run", "cceh", "--mapping", "virtual")]
    [InlineData("--file needs '--mapping real'", "run", "cceh", "--file", "x.pool")]
    [InlineData("--mutant cannot run on a real mapping", "run", "cceh", "--mapping", "real", "--mutant", "commit-unflushed")]
    [InlineData("unknown structure 'btree', expected one of: ", "explore", "btree")]
    [InlineData("unknown mutant 'nothing', expected one of: ", "explore", "cceh", "--mutant", "nothing")]
    [InlineData("platform dram has volatile memory only", "explore", "one-line-log", "--platform", "dram")]
    [InlineData("platform dram has volatile memory only", "fences", "one-line-log", "--platform", "dram")]
    [InlineData("'moon'", "run", "cceh", "--platform", "moon")]
    public void A_mistake_is_one_line_and_exit_code_2(string reason, params string[] args) => Invocation.Of(args).AssertRefused(reason);

    [Fact]
    public void A_structure_that_fails_in_a_timed_run_is_a_violation_in_one_line()
    {
        Invocation sim = Invocation.Of("run", "queue", "--mutant", "link-before-node", "--threads", "2", "--ops", "10000");

        Assert.Equal((1, ""), (sim.ExitCode, sim.Output));
        Assert.Matches("^sim: queue with link-before-node failed: [^\n]+\n$", sim.Error);
    }
}
