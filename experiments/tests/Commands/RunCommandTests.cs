using System.Text.Json;

namespace Sim.Experiments.Tests.Commands;

public sealed class RunCommandTests
{
    [Fact]
    public void The_first_line_gives_throughput_and_latency()
    {
        Invocation sim = Invocation.Of("run", "one-line-log", "--ops", "100");

        Assert.Equal((0, ""), (sim.ExitCode, sim.Error));
        Assert.Matches(@"^one-line-log on optane-g1-adr \(timed\): [\d,.]+ (k |M )?ops/s, median [\d,.]+ \w+, 99th percentile [\d,.]+ \w+$",
            sim.FirstLine);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("distinct keys, seed 1")]
    [InlineData("20 keys, seed 1", "--keys", "20")]
    public void The_text_says_from_how_many_keys_the_run_drew(string text, params string[] keys) =>
        Assert.Contains($"1 thread x 100 operations, {text}", Invocation.Of(["run", "cceh", "--ops", "100", .. keys]).Output,
            StringComparison.Ordinal);

    [Fact]
    public void JSON_on_standard_output_is_alone_there_and_carries_the_result()
    {
        JsonElement result = Invocation.Of("run", "one-line-log", "--ops", "100", "--threads", "2", "--seed", "7", "--json", "-").Json;

        Assert.Equal("one-line-log", result.GetProperty("structure").GetString());
        Assert.Equal("timed", result.GetProperty("mapping").GetString());
        Assert.Equal((2, 100, 0, 7UL), (result.GetProperty("threads").GetInt32(), result.GetProperty("ops").GetInt32(),
            result.GetProperty("keys").GetInt32(), result.GetProperty("seed").GetUInt64()));
        Assert.True(result.GetProperty("latency").GetProperty("p99Ns").GetDouble() > 0);
        Assert.Equal(result.GetProperty("totalCycles").GetInt64(),
            result.GetProperty("causes").EnumerateArray().Sum(cause => cause.GetProperty("cycles").GetInt64()));
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        string[] args = ["run", "one-line-log", "--ops", "100", "--threads", "2", "--json", "-"];

        Assert.Equal(Invocation.Of(args).Output, Invocation.Of(args).Output);
    }

    [Fact]
    public void A_folder_gets_the_record_the_figures_and_a_manifest()
    {
        using TemporaryFolder folder = new();

        Invocation sim = Invocation.Of("run", "one-line-log", "--ops", "100", "--out", folder["new/run"]);

        Assert.Equal((0, ""), (sim.ExitCode, sim.Error));
        Assert.Superset(new HashSet<string> { "new/run/causes.png", "new/run/causes.svg", "new/run/latency.png", "new/run/latency.svg",
            "new/run/manifest.json", "new/run/result.json" }, folder.Files.ToHashSet());
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(folder["new/run/manifest.json"])).RootElement;
        Assert.Equal($"sim run one-line-log --ops 100 --out {folder["new/run"]}", manifest.GetProperty("commandLine").GetString());
        Assert.Equal(("optane-g1-adr", 1UL), (manifest.GetProperty("platform").GetString(), manifest.GetProperty("seed").GetUInt64()));
        Assert.StartsWith("0.1.0", manifest.GetProperty("version").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_run_says_what_its_durability_is_worth_and_leaves_no_file_behind()
    {
        Invocation sim = Invocation.Of("run", "one-line-log", "--ops", "100", "--mapping", "real");

        Assert.Equal((0, ""), (sim.ExitCode, sim.Error));
        Assert.StartsWith("one-line-log on host (real): ", sim.FirstLine, StringComparison.Ordinal);
        Assert.Contains("\ndurability: ", sim.Output, StringComparison.Ordinal);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("append-log")]
    [InlineData("queue")]
    [InlineData("cceh")]
    public void A_second_real_run_opens_the_pool_of_the_first_and_says_so(string structure)
    {
        using TemporaryFolder folder = new();
        string[] args = ["run", structure, "--ops", "200", "--mapping", "real", "--file", folder["pool"]];

        Invocation first = Invocation.Of(args);
        Invocation second = Invocation.Of(args);
        Invocation third = Invocation.Of([.. args, "--json", "-"]);

        Assert.Equal((0, 0, ""), (first.ExitCode, second.ExitCode, second.Error));
        Assert.DoesNotContain("recovered", first.Output, StringComparison.Ordinal);
        Assert.Contains("\nopened the existing pool and recovered it\n", second.Output, StringComparison.Ordinal);
        Assert.True(third.Json.GetProperty("recovered").GetBoolean());
    }

    [Theory]
    [InlineData("timed")]
    [InlineData("real")]
    public void A_stopped_run_gives_no_figures_and_exit_code_3(string mapping) =>
        Assert.Equal(new Invocation(3, "", "sim: stopped before there was a result\n"),
            Invocation.Of(new CancellationToken(canceled: true), "run", "one-line-log", "--mapping", mapping));

    [Fact]
    public void A_simulated_run_says_how_much_of_the_platform_is_assumed()
    {
        string[] args = ["run", "one-line-log", "--ops", "100"];
        JsonElement result = Invocation.Of([.. args, "--json", "-"]).Json;

        Assert.InRange(result.GetProperty("platformAssumptions").GetInt32(), 1, result.GetProperty("platformParameters").GetInt32());
        Assert.Contains($"{result.GetProperty("platformAssumptions").GetInt32()} of the {result.GetProperty("platformParameters").GetInt32()} "
            + "parameters of optane-g1-adr are assumptions.", Invocation.Of(args).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_pool_is_refused_and_stays_as_it_was()
    {
        using TemporaryFolder folder = new();
        byte[] content = [.. Enumerable.Repeat((byte)'x', 4096)];
        File.WriteAllBytes(folder["letter.txt"], content);

        Invocation.Of("run", "one-line-log", "--ops", "10", "--mapping", "real", "--file", folder["letter.txt"]).AssertRefused("letter.txt");

        Assert.Equal(content, File.ReadAllBytes(folder["letter.txt"]));
        Assert.Equal(["letter.txt"], folder.Files);
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_refused_before_the_run()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "precious");

        Invocation.Of("run", "one-line-log", "--json", folder["missing/result.json"]).AssertRefused("missing/result.json: there is no such folder");
        Invocation.Of("run", "one-line-log", "--json", folder["."]).AssertRefused("it is a directory");
        Invocation.Of("run", "one-line-log", "--out", folder["file"]).AssertRefused("cannot write");

        Assert.Equal("precious", File.ReadAllText(folder["file"]));
        Assert.Equal(["file"], folder.Files);
    }
}
