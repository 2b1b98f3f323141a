using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class LitmusCommandTests
{
    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "litmus");

    [Fact]
    public void A_file_is_run_under_all_its_models_in_100_columns()
    {
        Invocation sim = Invocation.Of("litmus", FileOf("px-clwb-sfence"));

        Assert.Equal(0, sim.ExitCode);
        Assert.EndsWith("\n4 passed, 0 failed\n", sim.Output, StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void A_model_can_be_chosen_for_tests_that_name_it_and_for_others()
    {
        Invocation sim = Invocation.Of("litmus", FileOf("tso-sb"), FileOf("ea-sb"), "--model", "eadr");

        Assert.Matches(@"tso-sb +eadr +allow \(-\) +4 +- ", sim.Output);
        Assert.EndsWith("\n1 passed, 0 failed\n", sim.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_test_says_wrongly_fails_and_is_shown()
    {
        using TemporaryFolder folder = new();
        string file = folder["wrong.litmus"];
        File.WriteAllText(file, File.ReadAllText(FileOf("px-two-stores"))
            .Replace("verdict  sc        forbid", "verdict  sc        allow ", StringComparison.Ordinal)
            .Replace("outcomes eadr      (x=0,y=0) (x=1,y=0)", "outcomes eadr      (x=0,y=0) (x=7,y=0)", StringComparison.Ordinal));

        Invocation sim = Invocation.Of("litmus", file);

        Assert.Equal(1, sim.ExitCode);
        Assert.Contains("FAIL px-two-stores under sc\n  expected allow, found forbid\n", sim.Output, StringComparison.Ordinal);
        Assert.Contains("impossible:\n    (x=7,y=0)\n", sim.Output, StringComparison.Ordinal);
        Assert.Contains("not listed in the test:\n    (x=1,y=0)\n", sim.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n2 passed, 2 failed\n", sim.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_explains_what_is_allowed_by_a_shortest_execution_and_what_is_forbidden_by_axioms()
    {
        Invocation sim = Invocation.Of("litmus", FileOf("tso-sb"), "--explain");

        Assert.Contains("ALLOWED tso-sb under tso: a shortest execution with (0:r1=0,1:r1=0,x=1,y=1)\n    1  P0: st x,1\n", sim.Output, StringComparison.Ordinal);
        Assert.Contains("FORBIDDEN tso-sb under sc", sim.Output, StringComparison.Ordinal);
        Assert.Contains("violates sc: acyclic(po | rf | co | fr)", sim.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_witness_of_a_recovery_shows_both_crashes_and_the_values_in_between()
    {
        Invocation sim = Invocation.Of("litmus", FileOf("rc-read-back"), "--model", "px86", "--explain");

        Assert.Contains("crash, memory holds", sim.Output, StringComparison.Ordinal);
        Assert.Contains("R0: r1 = ld x reads", sim.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_JSON_has_a_row_per_test_and_model()
    {
        JsonElement result = Invocation.Of("litmus", FileOf("px-clwb-sfence"), "--json", "-").Json;

        Assert.Equal(4, result.GetProperty("passed").GetInt32());
        Assert.Equal("px86", result.GetProperty("rows")[1].GetProperty("model").GetString());
        Assert.Equal("forbid", result.GetProperty("rows")[1].GetProperty("found").GetString());
    }

    [Fact]
    public void A_mistake_in_a_file_is_reported_with_its_place()
    {
        using TemporaryFolder folder = new();
        string file = folder["bad.litmus"];
        File.WriteAllText(file, "PMLITMUS 1\nname     bad\narch     z80\n");

        Invocation.Of("litmus", file).AssertRefused($"{file}:3:10: found 'z80', expected one of x86, arm, epoch, cxl, rdma");
    }

    [Theory]
    [InlineData("expected either files and folders or --generate", "litmus")]
    [InlineData("expected either files and folders or --generate", "litmus", ".", "--generate", "2x2")]
    [InlineData("cannot read nowhere.litmus", "litmus", "nowhere.litmus")]
    [InlineData("--generate is '2', expected threads x instructions, such as 2x3", "litmus", "--generate", "2")]
    [InlineData("unknown model with programs to generate 'cxl0'", "litmus", "--generate", "2x2", "--model", "cxl0")]
    [InlineData("are too many to list, expected --limit", "litmus", "--generate", "2x6")]
    public void Other_mistakes_are_refused(string reason, params string[] args) => Invocation.Of(args).AssertRefused(reason);

    [Fact]
    public void An_unknown_model_is_refused_with_the_known_ones() =>
        Invocation.Of("litmus", FileOf("tso-sb"), "--model", "vax").AssertRefused("unknown model 'vax', expected one of: sc, tso, px86");

    [Fact]
    public void Generated_programs_are_counted()
    {
        Invocation sim = Invocation.Of("litmus", "--generate", "3x2", "--model", "px86-line", "--limit", "50", "--seed", "7");

        Assert.Equal(0, sim.ExitCode);
        Assert.StartsWith("px86-line, machine against axioms: random programs of 3x2, seed 7\n50 programs in ", sim.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n50 passed, 0 failed\n", sim.Output, StringComparison.Ordinal);
    }

    private static string FileOf(string test) => Path.Combine(Folder, test + ".litmus");
}
