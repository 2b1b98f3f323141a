using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>The numbers of a trace as text.</summary>
internal static class TraceInfoText
{
    private const int SitesShown = 10;

    /// <summary>Writes the whole report.</summary>
    public static void Write(TraceInfoResult result, TextWriter writer)
    {
        writer.WriteLine($"{result.Trace}: {Quantity.Of(result.Events, "event")}, {Quantity.Of(result.LinesStored, "line")} stored to, "
            + $"{Quantity.Of(result.Epochs, "epoch")} with stores between fences");
        foreach (TraceFileInfo file in result.Files) { writer.WriteLine($"file {file.Name}: {Quantity.Of(file.LengthBytes, "byte")} mapped"); }
        ReportTable counts = new ReportTable().Name("what").Number("count");
        foreach ((string name, long count) in Counts(result)) { counts.Row(name, Quantity.Count(count)); }
        counts.WriteTo(writer);
        writer.WriteLine();
        writer.WriteLine($"write amplification: {Quantity.Decimal(result.WriteAmplification64)} in lines of 64 bytes, "
            + $"{Quantity.Decimal(result.WriteAmplification256)} in blocks of 256 bytes ({Quantity.Of(result.BytesStored, "byte")} stored)");

        ReportTable epochs = new ReportTable().Name("stores between two fences").Number("epochs").Number("share");
        foreach (EpochBucket bucket in result.EpochHistogram)
        {
            string range = bucket.FromStores == 1 ? "1" : $"{Quantity.Count(bucket.FromStores)} to {Quantity.Count((2 * bucket.FromStores) - 1)}";
            epochs.Row(range, Quantity.Count(bucket.Count), Quantity.Share(bucket.Count, result.Epochs));
        }
        epochs.WriteTo(writer);

        long stores = result.Stores + result.NonTemporalStores + result.LockedStores;
        ReportTable sites = new ReportTable().Text($"site (busiest {SitesShown})").Number("stores").Number("share");
        foreach (TraceSite site in result.HotSites.Take(SitesShown)) { sites.Row(site.Site, Quantity.Count(site.Stores), Quantity.Share(site.Stores, stores)); }
        sites.WriteTo(writer);
    }

    private static IEnumerable<(string Name, long Count)> Counts(TraceInfoResult result) =>
    [
        ("stores", result.Stores),
        ("  that touch two lines", result.StraddlingStores),
        .. Optional(("non-temporal stores", result.NonTemporalStores), ("locked stores", result.LockedStores), ("loads", result.Loads)),
        ("flushes", result.Flushes),
        ("  lines with something to write back", result.FlushedDirtyLines),
        ("  lines flushed again before a fence", result.FlushedRepeatedLines),
        ("  clean lines", result.FlushedCleanLines),
        ("fences", result.Fences),
        ("  without a flush of a dirty line before", result.FencesWithoutFlush),
        ("markers", result.Markers),
        ("file registrations", result.FileRegistrations),
        .. Optional(("deep syncs", result.DeepSyncs), ("power failures", result.Crashes)),
        ("stores never flushed", result.StoresNeverFlushed),
        ("stores never flushed and fenced", result.StoresNeverPersisted),
        ("lines that end unflushed", result.UnflushedLines),
    ];

    private static IEnumerable<(string Name, long Count)> Optional(params (string Name, long Count)[] counts) => counts.Where(count => count.Count > 0);
}
