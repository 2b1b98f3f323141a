using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>Tests that show how large the DIMM's buffers are: bytes at the media over bytes at the memory controller.</summary>
internal static class BufferMetrics
{
    private const int LinesPerXpLine = 4;
    private const int MeasuredXpLines = 40_000;

    /// <summary><c>write_amplification</c>: halves of XPLines in two sweeps, or some lines of each XPLine again and again.</summary>
    public static double WriteAmplification(CalibrationSystem system, CalibrationPoint point)
    {
        PointParameters parameters = point.Parameters;
        bool isHalves = parameters.Has("test");
        if (isHalves && parameters.Text("test") != "first-halves-then-second-halves")
        {
            throw parameters.Wrong("test", $"'{parameters.Text("test")}'", "first-halves-then-second-halves");
        }
        int xpLines = (int)Math.Clamp((isHalves ? parameters.Whole("region") : parameters.Number("region_KB") * 1024) / 256, 1, 1 << 22);
        int written = isHalves ? 2 : (int)Math.Clamp(parameters.Whole("lines_written_per_xpline"), 1, LinesPerXpLine);
        int[] sweeps = isHalves ? [0, 2] : [0];
        return Sweep(system.Platform, xpLines, written, sweeps, AccessKind.NonTemporalStore, counters =>
            Ratio(counters.MediaBytesWritten, counters.Writes));
    }

    /// <summary><c>read_amplification</c>: some lines of each XPLine again and again, one line of all XPLines after the other.</summary>
    public static double ReadAmplification(CalibrationSystem system, CalibrationPoint point)
    {
        int xpLines = (int)Math.Clamp(point.Parameters.Number("region_KB") * 1024 / 256, 1, 1 << 22);
        int read = (int)Math.Clamp(point.Parameters.Whole("lines_read_per_xpline"), 1, LinesPerXpLine);
        return Sweep(system.Platform, xpLines, 1, [.. Enumerable.Range(0, read)], AccessKind.Load, counters =>
            Ratio(counters.MediaBytesRead, counters.Reads));
    }

    /// <summary><c>buffer_size</c>: what the platform's parameters say, in bytes.</summary>
    public static double Size(CalibrationSystem system, CalibrationPoint point)
    {
        OptaneParameters optane = system.Platform.Memory.Optane!;
        string buffer = point.Parameters.Text("buffer");
        return buffer switch
        {
            _ when buffer.StartsWith("LSQ", StringComparison.Ordinal) => optane.CombiningXpLines * 256,
            _ when buffer.StartsWith("RMW", StringComparison.Ordinal) || buffer.StartsWith("read", StringComparison.Ordinal) => optane.ReadBufferXpLines * 256,
            _ when buffer.StartsWith("AIT", StringComparison.Ordinal) => optane.AitPages * 4096.0,
            _ when buffer.StartsWith("WPQ", StringComparison.Ordinal) => system.Platform.Memory.WpqEntries * CacheLine.Bytes,
            _ when buffer.StartsWith("write", StringComparison.Ordinal) => optane.DirtyHigh * 256,
            _ => throw point.Parameters.Wrong("buffer", $"'{buffer}'", "LSQ, RMW, AIT, WPQ, read or write"),
        };
    }

    private static double Sweep(Platform platform, int xpLines, int lines, int[] starts, AccessKind kind, Func<MemoryCounters, double> read)
    {
        int passes = Math.Max(2, MeasuredXpLines / xpLines);
        MemoryCounters atStart = default;
        MicroBenchmark benchmark = null!;
        benchmark = new MicroBenchmark(platform, [new SequenceProgram(_ => Steps())]);
        benchmark.RunToEnd();
        return read(benchmark.Memory.Counters - atStart);

        IEnumerable<Access> Steps()
        {
            for (int pass = -passes; pass < passes; pass++)
            {
                if (pass == 0) { atStart = benchmark.Memory.Counters; }
                foreach (int start in starts)
                {
                    for (int xpLine = 0; xpLine < xpLines; xpLine++)
                    {
                        for (int i = 0; i < lines; i++) { yield return new Access(kind, ((long)xpLine * LinesPerXpLine) + start + i); }
                    }
                    if (kind == AccessKind.NonTemporalStore) { yield return new Access(AccessKind.FullFence); }
                }
            }
        }
    }

    private static double Ratio(long mediaBytes, long lines) => lines == 0 ? 0 : mediaBytes / ((double)lines * CacheLine.Bytes);
}
