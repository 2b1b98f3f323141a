using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class TraceInfoTests
{
    [Theory]
    [MemberData(nameof(TraceLogs.Names), MemberType = typeof(TraceLogs))]
    public void Stores_that_are_never_durable_are_counted_as_in_the_table(string name)
    {
        TraceInfoResult info = Collect(TraceFile.Open(TraceLogs.PathOf(name)));
        Dictionary<string, string> expected = TraceLogs.Rows("stats.tsv").Single(row => row["log"] == name);

        Assert.Equal(expected["stores_never_flushed_fenced"], $"{info.StoresNeverPersisted}");
    }

    [Fact]
    public void Epochs_amplification_and_sites_are_those_of_a_trace_made_by_hand()
    {
        TraceInfoResult info = Collect(Log("STORE;0x1000;0x1;0x8;0x1: f (a.c:3)|STORE;0x103c;0x2;0x8;0x1: f (a.c:3)|FLUSH;0x1005;0x40|FENCE|FENCE"
            + "|STORE;0x1100;0x3;0x4;0x1: g (a.c:5)|FLUSH;0x1100;0x40|FLUSH;0x1100;0x40|FLUSH;0x1200;0x40|FENCE"));

        Assert.Equal((3, 1, 3), (info.Stores, info.StraddlingStores, info.LinesStored));
        Assert.Equal((2, 1, 1), (info.FlushedDirtyLines, info.FlushedRepeatedLines, info.FlushedCleanLines));
        Assert.Equal((2, 1L, 2L), (info.Epochs, info.FencesWithoutFlush, info.LargestEpochStores));
        Assert.Equal([new EpochBucket(1, 1), new EpochBucket(2, 1)], info.EpochHistogram);
        Assert.Equal((128.0 / 20, 512.0 / 20), (info.WriteAmplification64, info.WriteAmplification256));
        Assert.Equal((1, 1), (info.StoresNeverFlushed, info.UnflushedLines));
        Assert.Equal([new TraceSite("a.c:3 (f)", 2), new TraceSite("a.c:5 (g)", 1)], info.HotSites);
    }

    [Fact]
    public void A_trace_without_stores_has_no_amplification() =>
        Assert.Equal((0, 0.0, 1), (Collect(Log("FENCE")).Epochs, Collect(Log("FENCE")).WriteAmplification64, Collect(Log("FENCE")).Fences));

    private static PmemcheckReader Log(string records) =>
        new("test.log", new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"START|REGISTER_FILE;pool;0x1000;0x1000;0x0|{records}|STOP")));

    private static TraceInfoResult Collect(ITraceReader reader)
    {
        using (reader) { return TraceInfo.Collect(reader); }
    }
}
