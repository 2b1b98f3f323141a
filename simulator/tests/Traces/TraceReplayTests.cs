using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class TraceReplayTests
{
    private const string Persist = "FLUSH;0x1000;0x40|FENCE";

    [Fact]
    public void The_same_trace_takes_the_same_time_and_every_cycle_has_a_site()
    {
        TraceRunResult first = Run(Log($"OP_i1.BEGIN|STORE;0x1000;0x1;0x8;0x1: f (a.c:3)|{Persist}|OP_i1.END|OP_i2.BEGIN|STORE;0x1000;0x2;0x8;0x1: f (a.c:3)|{Persist}|OP_i2.END"));
        TraceRunResult second = Run(Log($"OP_i1.BEGIN|STORE;0x1000;0x1;0x8;0x1: f (a.c:3)|{Persist}|OP_i1.END|OP_i2.BEGIN|STORE;0x1000;0x2;0x8;0x1: f (a.c:3)|{Persist}|OP_i2.END"));

        Assert.Equal(first.TotalCycles, second.TotalCycles);
        Assert.Equal(first.TotalCycles, first.Sites.Sum(site => site.Cycles));
        Assert.Equal(("OP_i", 2L), (Assert.Single(first.Operations).Name, first.Operations[0].Count));
        Assert.Contains(first.Sites, site => site.Site == "sfence f (a.c:3)" && site.Executions == 2);
    }

    [Fact]
    public void A_fence_that_never_does_anything_is_named_and_costs_time()
    {
        TraceRunResult run = Run(Log($"STORE;0x1000;0x1;0x8;0x1: f (a.c:3)|{Persist}|STORE;0x1040;0x1;0x8;0x1: g (a.c:5)|FENCE|STORE;0x1000;0x2;0x8;0x1: f (a.c:3)|{Persist}"));

        Assert.Equal(("sfence g (a.c:5)", 1L), (Assert.Single(run.IdleSites).Site, run.IdleSites[0].Executions));
        Assert.InRange(run.DurationNsWithoutIdle, 0, run.DurationNs);
    }

    [Fact]
    public void A_real_log_runs_on_every_platform()
    {
        foreach (string platform in Platform.Names)
        {
            TraceRunResult run = TraceReplay.Run(() => TraceFile.Open(TraceLogs.PathOf("map_ctree_6ops")), Platform.Load(platform));
            Assert.Equal(["MAPCREATE", "OP_i", "OP_r"], run.Operations.Select(operation => operation.Name));
            Assert.True(run.DurationNs > 0);
        }
    }

    [Fact]
    public void A_trace_without_accesses_cannot_run() =>
        Assert.Contains("no store and no load", Assert.Throws<InputException>(() => Run(Log("FENCE"))).Message, StringComparison.Ordinal);

    private static Func<ITraceReader> Log(string records) => () =>
        new PmemcheckReader("test.log", new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"START|REGISTER_FILE;pool;0x1000;0x1000;0x0|{records}|STOP")));

    private static TraceRunResult Run(Func<ITraceReader> open) => TraceReplay.Run(open, Platform.Load(Platform.DefaultName));
}
