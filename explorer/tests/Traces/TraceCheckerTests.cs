using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Tests.Traces;

public class TraceCheckerTests
{
    private const string StoreA = "STORE;0x1000;0x1;0x8;0x1: f (a.c:1)";
    private const string StoreB = "STORE;0x1080;0x2;0x8;0x1: g (b.c:2)";
    private const string PersistA = "FLUSH;0x1000;0x40|FENCE";
    private const string PersistB = "FLUSH;0x1080;0x40|FENCE";
    private const string Targets = "range a pool 0 8\nrange b pool 0x80 8\n";

    [Theory]
    [InlineData($"{StoreA}|{PersistA}", "")]
    [InlineData($"{StoreA}", "error unflushed store at a.c:1 (f) x1, pool+0x0")]
    [InlineData($"{StoreA}|FLUSH;0x1000;0x40", "error unfenced flush at a.c:1 (f) x1, pool+0x0")]
    [InlineData($"{StoreA}|{PersistA}|FLUSH;0x1000;0x40|{StoreA}|{PersistA}", "warning flush of a clean line at after a.c:1 (f) x1, pool+0x0")]
    [InlineData($"{StoreA}|FLUSH;0x1000;0x40|FLUSH;0x1000;0x40|FENCE", "warning double flush at after a.c:1 (f) x1, pool+0x0")]
    [InlineData($"{StoreA}|{PersistA}|FENCE|FENCE", "warning fence without flush at after a.c:1 (f) x2, ")]
    [InlineData($"FENCE|FENCE|FLUSH;0x1000;0x40|{StoreA}|{PersistA}", "")]
    public void Flushes_and_fences_are_judged(string records, string expected) => Assert.Equal(expected, Findings(records));

    [Theory]
    [InlineData($"{StoreA}|{PersistA}|{StoreB}|{PersistB}", "ordered a before b", "")]
    [InlineData($"{StoreA}|{StoreB}|{PersistA}|{PersistB}", "ordered a before b", "error not ordered at b.c:2 (g) x1, pool+0x80 (rule in line 3; not durable: a.c:1 (f))")]
    [InlineData($"{StoreA}|FLUSH;0x1000;0x40|{StoreB}|FENCE|{PersistB}", "ordered a before b", "error not ordered at b.c:2 (g) x1, pool+0x80 (rule in line 3; not durable: a.c:1 (f))")]
    [InlineData($"{StoreA}|OP.END|{PersistA}", "persisted a before OP.END", "error not persisted at a.c:1 (f) x1, pool+0x0 (rule in line 3)")]
    [InlineData($"{StoreA}|OP.END|{PersistA}", "persisted * before O*.END", "error not persisted at a.c:1 (f) x1, pool+0x0 (rule in line 3)")]
    [InlineData($"{StoreA}|{PersistA}|OP.END", "persisted a before *.END", "")]
    [InlineData($"{StoreA}|{PersistA}", "persisted a before end", "")]
    [InlineData($"{StoreB}|{StoreA}|{PersistB}|{PersistA}", "commit a guards b", "error cross-failure race at a.c:1 (f) x1, pool+0x0 (rule in line 3; not durable: b.c:2 (g))")]
    [InlineData($"{StoreA}|{PersistA}|{StoreB}|{PersistB}", "commit a guards b", "error cross-failure race at b.c:2 (g) x1, pool+0x80 (rule in line 3)")]
    [InlineData($"{StoreB}|{PersistB}|{StoreA}|{PersistA}", "commit a guards b", "")]
    public void Rules_are_judged(string records, string rule, string expected) => Assert.Equal(expected, Findings(records, Targets + rule));

    [Fact]
    public void Sites_are_targets_as_well() =>
        Assert.Equal("error not ordered at b.c:2 (g) x1, pool+0x80 (rule in line 3; not durable: a.c:1 (f))",
            Findings($"{StoreA}|{StoreB}|{PersistA}|{PersistB}", "site first f (a.c:1)\nsite second g\nordered first before second"));

    [Fact]
    public void Stores_to_one_line_are_ordered_by_the_hardware() =>
        Assert.Equal("", Findings($"{StoreA}|STORE;0x1008;0x2;0x8;0x1: g (b.c:2)|{PersistA}", "range a pool 0 8\nrange b pool 8 8\nordered a before b"));

    [Theory]
    [InlineData("ordered a before", "test.rules:1: 'ordered a before' is no rule")]
    [InlineData("range a pool 0 8\nordered a before c", "test.rules:2: c is not named above, expected one of: a, *")]
    [InlineData("range a pool 0 8\nrange a pool 8 8", "test.rules:2: a is named twice")]
    [InlineData("range a pool x 8", "test.rules:1: offset is 'x', expected a number below 2^48")]
    [InlineData("# comment\nfoo", "test.rules:2: 'foo' is no rule")]
    public void A_wrong_rule_is_refused_with_its_line(string rules, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => TraceRules.Parse("test.rules", rules)).Message, StringComparison.Ordinal);

    [Fact]
    public void Recovery_that_reads_what_was_not_durable_is_a_race()
    {
        TraceEvent[] events =
        [
            new() { Kind = TraceEventKind.Store, Address = 0x40, Length = 8, Value = 1 },
            new() { Kind = TraceEventKind.Store, Address = 0x80, Length = 8, Value = 1 },
            new() { Kind = TraceEventKind.Flush, Address = 0x80, Length = 64 },
            new() { Kind = TraceEventKind.Fence },
            new() { Kind = TraceEventKind.Crash },
            new() { Kind = TraceEventKind.Load, Address = 0x80, Length = 8 },
            new() { Kind = TraceEventKind.Load, Address = 0x40, Length = 8 },
        ];
        using MemoryStream stream = new();
        using TraceWriter writer = new(stream);
        foreach (TraceEvent item in events) { writer.Write(item); }
        writer.Complete();
        stream.Position = 0;

        TraceCheckResult result = TraceChecker.Check(new TraceReader("trace", stream));

        Assert.Equal([("cross-failure race", 6L, "0x40"), ("unflushed store", 7L, "0x40")], result.Findings.OrderBy(one => one.FirstEvent).Select(one => (one.Kind, one.FirstEvent, one.Place)));
    }

    [Fact]
    public void The_straddling_entry_of_FAST_FAIR_is_found_by_a_rule_and_its_repair_accepted()
    {
        using ITraceReader reader = TraceFile.Open(TraceLogs.PathOf("fastfair_asc8"));
        using ITraceReader repaired = TraceFile.Open(TraceLogs.PathOf("fastfair_straddlefix_asc8"));
        TraceRules rules = TraceRules.Parse("ff.rules", "site record ff_btree.h:561\npersisted record before OP_*.END");

        Assert.Contains(TraceChecker.Check(reader, rules).Findings, one => one.Kind == "not persisted" && one.Site.StartsWith("ff_btree.h:561", StringComparison.Ordinal));
        Assert.DoesNotContain(TraceChecker.Check(repaired, rules).Findings, one => one.Kind == "not persisted");
    }

    private static string Findings(string records, string? rules = null)
    {
        using PmemcheckReader reader = new("test.log", new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"START|REGISTER_FILE;/tmp/pool;0x1000;0x1000;0x0|{records}|STOP")));
        TraceCheckResult result = TraceChecker.Check(reader, rules is null ? null : TraceRules.Parse("test.rules", rules));
        return string.Join("; ", result.Findings.Select(one =>
            $"{(one.IsError ? "error" : "warning")} {one.Kind} at {one.Site} x{one.Count}, {one.Place}{(one.Detail.Length > 0 ? $" ({one.Detail})" : "")}"));
    }
}
