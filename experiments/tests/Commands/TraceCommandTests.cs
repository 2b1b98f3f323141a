using System.Globalization;
using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class TraceCommandTests : IDisposable
{
    private const string Log = "START|REGISTER_FILE;pool;0x1000;0x1000;0x0|OP.BEGIN|STORE;0x1000;0x1;0x8;0x1: f (a.c:1)|FLUSH;0x1005;0x40|FENCE|OP.END|STOP";
    private static readonly string Checkers = typeof(Samples.AcceptingChecker).Assembly.Location;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_imported_trace_gives_the_same_results_as_its_log()
    {
        string log = Write(Log);
        Invocation import = Invocation.Of("trace", "import", log, "--out", _folder["trace"]);

        Assert.Equal((0, ""), (import.ExitCode, import.Error));
        Assert.StartsWith($"{_folder["trace"]}: 6 events, ", import.FirstLine, StringComparison.Ordinal);
        foreach (string[] command in (string[][])[["info"], ["check"], ["run"], ["explore", "--count"]])
        {
            Invocation fromLog = Invocation.Of(["trace", command[0], log, .. command[1..]]);
            Invocation fromTrace = Invocation.Of(["trace", command[0], _folder["trace"], .. command[1..]]);
            Assert.Equal(fromLog.Output.Replace(log, _folder["trace"], StringComparison.Ordinal), fromTrace.Output);
            Assert.All(fromLog.Output.Replace(_folder["log"], "log", StringComparison.Ordinal).Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        }
    }

    [Fact]
    public void Counting_needs_no_checker_and_json_goes_to_standard_output()
    {
        Invocation count = Invocation.Of("trace", "explore", Write(Log), "--count", "--json");

        Assert.Equal((0, 4, 5, 4), (count.ExitCode, count.Json.GetProperty("crashPoints").GetInt32(), count.Json.GetProperty("statesRepresented").GetInt32(),
            count.Json.GetProperty("distinctImages").GetInt32()));
    }

    [Fact]
    public void Counts_beyond_64_bits_keep_their_digits()
    {
        string stores = string.Concat(Enumerable.Range(0, 100).Select(line => string.Create(CultureInfo.InvariantCulture, $"STORE;0x{0x1000 + (64 * line):x};0x1;0x1|")));
        Invocation count = Invocation.Of("trace", "explore", Write($"START|REGISTER_FILE;pool;0x1000;0x10000;0x0|{stores}STOP"), "--count", "--json");

        Assert.Equal("1267650600228229401496703205376", count.Json.GetProperty("statesRepresented").GetRawText());
        Assert.Equal(1, count.Json.GetProperty("skippedPoints").GetInt32());
    }

    [Theory]
    [InlineData("AcceptingChecker", 0, "CONSISTENT")]
    [InlineData("FirstByteChecker", 1, "INCONSISTENT")]
    public void An_assembly_checks_images(string checker, int exitCode, string verdict)
    {
        Invocation explore = Invocation.Of("trace", "explore", Write(Log), "--checker-assembly", $"{Checkers}:{checker}");

        Assert.Equal((exitCode, ""), (explore.ExitCode, explore.Error));
        Assert.StartsWith($"{verdict} ", explore.FirstLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_checks_images()
    {
        Assert.Equal(0, Invocation.Of("trace", "explore", Write(Log), "--checker", "test -f {image}").ExitCode);
        Assert.Equal(1, Invocation.Of("trace", "explore", Write(Log), "--checker", "false").ExitCode);
        Assert.Equal(3, Invocation.Of("trace", "explore", Write(Log), "--checker", "true", "--max-images", "1").ExitCode);
    }

    [Fact]
    public void Findings_give_exit_code_1_and_can_be_left_out()
    {
        Assert.Equal(0, Invocation.Of("trace", "check", Write(Log)).ExitCode);
        string log = Write(Log.Replace("|FENCE", "", StringComparison.Ordinal));
        Invocation check = Invocation.Of("trace", "check", log);

        Assert.Equal(1, check.ExitCode);
        Assert.StartsWith("FINDINGS ", check.FirstLine, StringComparison.Ordinal);
        Assert.Equal(0, Invocation.Of("trace", "check", log, "--ignore", "unfenced flush").ExitCode);
    }

    [Fact]
    public void A_fence_is_tried_with_a_checker()
    {
        JsonElement run = Invocation.Of("trace", "run", Write(Log), "--checker-assembly", $"{Checkers}:AcceptingChecker", "--json").Json;

        Assert.All(run.GetProperty("elisions").EnumerateArray(), elision => Assert.Equal("elidable alone", elision.GetProperty("verdict").GetString()));
        Assert.Equal(2, run.GetProperty("elisions").GetArrayLength());
    }

    [Fact]
    public void Figures_and_a_manifest_go_to_the_folder()
    {
        Invocation.Of("trace", "info", Write(Log), "--out", _folder["results"]);

        Assert.Superset(new HashSet<string> { "results/epochs.png", "results/sites.svg", "results/result.json", "results/manifest.json" }, _folder.Files.ToHashSet());
    }

    [Theory]
    [InlineData("START|STORE;0x1;0x1;0x9|STOP", "record 1: the size of a store is 9, expected 1 to 8")]
    [InlineData("hello", "neither a trace nor a pmemcheck log")]
    [InlineData("SIMTRACE", "byte 0: expected the header of a trace")]
    public void Every_command_refuses_a_damaged_trace(string content, string reason)
    {
        string path = Write(content);
        foreach (string[] command in (string[][])[["info"], ["check"], ["run"], ["explore", "--count"], ["import", "--out", _folder["out"]]])
        {
            Invocation.Of(["trace", command[0], path, .. command[1..]]).AssertRefused(reason);
        }
        Assert.DoesNotContain("out", _folder.Files);
    }

    [Theory]
    [InlineData("expected one of --checker, --checker-assembly and --count")]
    [InlineData("unknown model 'x86'", "--count", "--model", "x86")]
    [InlineData("unknown engine 'quick'", "--count", "--engine", "quick")]
    [InlineData("--marker is 'A', expected NAME=ENGINE", "--count", "--marker", "A")]
    [InlineData("cannot read none.dll: there is no such file", "--checker-assembly", "none.dll")]
    [InlineData("there is no marker X to start after", "--count", "--from", "X")]
    [InlineData("cannot start the checker no-such-program", "--checker", "no-such-program")]
    public void Wrong_arguments_of_an_exploration_are_refused(string reason, params string[] arguments) =>
        Invocation.Of(["trace", "explore", Write(Log), .. arguments]).AssertRefused(reason);

    public void Dispose() => _folder.Dispose();

    private string Write(string log)
    {
        File.WriteAllText(_folder["log"], log);
        return _folder["log"];
    }
}
