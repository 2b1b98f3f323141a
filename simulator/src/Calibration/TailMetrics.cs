using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>The slowest of many stores with a fence each, by the size of the hot spot; and what wear levelling does.</summary>
internal static class TailMetrics
{
    private const int Stores = 250_000;

    /// <summary><c>store_latency_tail</c> in us.</summary>
    public static double Percentile(CalibrationSystem system, CalibrationPoint point)
    {
        string which = point.Parameters.Text("percentile");
        double share = which == "max" ? 1 : point.Parameters.Number("percentile") / 100;
        List<double> sorted = Latencies(system.Platform, point.Parameters.Whole("hotspot"), 1);
        sorted.Sort();
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)] / 1000;
    }

    /// <summary><c>overwrite_latency_median</c> in ns: an XPLine and a fence.</summary>
    public static double Median(CalibrationSystem system, CalibrationPoint point)
    {
        List<double> sorted = Latencies(system.Platform, point.Parameters.Whole("region"), 4);
        sorted.Sort();
        return sorted[sorted.Count / 2];
    }

    /// <summary><c>wear_leveling_stall</c> in us: the median of the stores that a move holds up.</summary>
    public static double WearStall(CalibrationSystem system, CalibrationPoint point)
    {
        List<double> stalls = [.. Latencies(system.Platform, point.Parameters.Whole("region"), 4).Where(ns => ns > 20_000).Order()];
        return stalls.Count == 0 ? 0 : stalls[stalls.Count / 2] / 1000;
    }

    /// <summary><c>wear_leveling_interval</c>: writes of the hot XPLine between two moves.</summary>
    public static double WearInterval(CalibrationSystem system, CalibrationPoint point)
    {
        List<double> latencies = Latencies(system.Platform, point.Parameters.Whole("region"), 4);
        List<int> moves = [.. latencies.Select((ns, i) => (ns, i)).Where(pair => pair.ns > 20_000).Select(pair => pair.i)];
        return moves.Count < 2 ? latencies.Count : moves.Zip(moves.Skip(1), (one, other) => (double)(other - one)).Order().ElementAt((moves.Count - 1) / 2);
    }

    private static List<double> Latencies(Platform platform, long hotspotBytes, int linesPerFence)
    {
        int lines = (int)Math.Clamp(hotspotBytes / CacheLine.Bytes, linesPerFence, 1 << 22);
        int count = Stores / linesPerFence;
        List<double> latencies = new(count);
        MicroBenchmark benchmark = new(platform, [new SequenceProgram(Steps)]);
        if (platform.Memory.Optane is OptaneParameters optane) { Age(benchmark, optane, lines); }
        benchmark.RunToEnd();
        return latencies;

        IEnumerable<Access> Steps(SequenceProgram self)
        {
            long next = 0;
            for (int i = 0; i < count; i++)
            {
                long start = self.Now;
                for (int line = 0; line < linesPerFence; line++) { yield return new Access(AccessKind.NonTemporalStore, next++ % lines); }
                yield return new Access(AccessKind.FullFence);
                if (i >= 100) { latencies.Add((self.Now - start) / 1000.0); }
            }
        }
    }

    /// <summary>The hot spot has been written for a long time: each line is somewhere between two moves, if it gets there at all.</summary>
    private static void Age(MicroBenchmark benchmark, OptaneParameters optane, int lines)
    {
        const double PersistTicks = 200_000;
        if (optane.WearThreshold == 0 || lines * PersistTicks * optane.WearThreshold > optane.WearWindowTicks * 4.0) { return; }
        DeviceRandom random = new(13);
        for (int xpLine = 0; xpLine <= (lines - 1) / 4; xpLine++) { benchmark.Memory.FirstWear!.Age(xpLine, random.Next(optane.WearThreshold)); }
    }
}
