using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>Threads that stream: bandwidth, and what of it reaches the media.</summary>
internal static class BandwidthMetrics
{
    private const long RegionLines = 1L << 24;
    private const int WarmUpLines = 30_000;
    private const int MeasuredLines = 60_000;

    /// <summary><c>bandwidth</c> in GB/s.</summary>
    public static double Bandwidth(CalibrationSystem system, CalibrationPoint point) => Stream(system, point).GigabytesPerSecond;

    /// <summary><c>effective_write_ratio</c>: bytes to the memory controller over bytes to the media.</summary>
    public static double EffectiveWriteRatio(CalibrationSystem system, CalibrationPoint point)
    {
        MemoryCounters counters = Stream(system, point).Counters;
        return counters.MediaBytesWritten == 0 ? 0 : counters.Writes * (double)CacheLine.Bytes / counters.MediaBytesWritten;
    }

    /// <summary><c>bandwidth_peak</c>: the best of the usual thread counts with 256 B random accesses.</summary>
    public static double Peak(CalibrationSystem system, CalibrationPoint point)
    {
        AccessKind kind = Operation(point, point.Parameters.Text("op", "load"));
        int[] counts = point.Parameters.Has("threads") ? [(int)point.Parameters.Whole("threads")] : [1, 4, 8, 17];
        return counts.Max(threads =>
        {
            IAccessProgram[] programs = [.. Enumerable.Range(0, threads).Select(thread =>
                new StreamProgram(kind, Pattern.Sequential, thread * RegionLines, RegionLines, 4, (ulong)thread + 1))];
            return Measure(WithPower(system.Platform, point), programs, WarmUpLines, MeasuredLines).GigabytesPerSecond;
        });
    }

    /// <summary><c>bandwidth_fence_interval</c> and <c>bandwidth_clwb_fence</c>: an sfence every so many bytes.</summary>
    public static double FenceInterval(CalibrationSystem system, CalibrationPoint point)
    {
        PointParameters parameters = point.Parameters;
        long fenceLines = Math.Max(1, parameters.Whole("sfence_every") / CacheLine.Bytes);
        string operation = parameters.Text("op", "");
        long flushLines = parameters.Has("clwb_every") ? parameters.Whole("clwb_every") / CacheLine.Bytes : operation.Contains("whole", StringComparison.Ordinal) ? fenceLines : 1;
        AccessKind kind = operation == "ntstore" ? AccessKind.NonTemporalStore : AccessKind.StoreFlush;
        bool isRandom = parameters.Text("pattern", "seq").StartsWith("rand", StringComparison.Ordinal);

        // Flushing a window of lines after its stores costs what flushing every line does, but for windows that end with the fence.
        bool afterwards = kind == AccessKind.StoreFlush && flushLines > 1 && flushLines >= fenceLines;
        return Run(system.Platform, (int)parameters.Whole("threads", 1), thread => new StreamProgram(
            kind, isRandom ? Pattern.Random : Pattern.Sequential, thread * RegionLines, RegionLines, 64, (ulong)thread + 1,
            fenceLines: Math.Min(fenceLines, 1 << 16), flushesAfterwards: afterwards)).GigabytesPerSecond;
    }

    /// <summary>The stream that a point's parameters describe.</summary>
    public static StreamResult Stream(CalibrationSystem system, CalibrationPoint point)
    {
        PointParameters parameters = point.Parameters;
        AccessKind kind = Operation(point, parameters.Text("op"));
        Pattern pattern = parameters.Text("pattern", "rand") switch
        {
            "seq" => Pattern.Sequential,
            "rand" => Pattern.Random,
            "stride" => Pattern.Stride,
            string other => throw parameters.Wrong("pattern", $"'{other}'", "seq, rand or stride"),
        };
        int accessLines = (int)Math.Max(1, parameters.Whole("access", 256) / CacheLine.Bytes);
        int stride = (int)Math.Max(1, parameters.Whole("stride", 64) / CacheLine.Bytes);
        int threads = (int)Math.Clamp(parameters.Whole("threads", 1), 1, 256);
        int fence = parameters.Has("fence") ? accessLines : 0;
        return Run(WithPower(system.Platform, point), threads, thread => new StreamProgram(
            kind, pattern, thread * RegionLines, RegionLines, accessLines, (ulong)thread + 1, stride, fence));
    }

    /// <summary>Runs programs until the steady state, then measures.</summary>
    public static StreamResult Measure(Platform platform, IReadOnlyList<IAccessProgram> programs, long warmUp, long measured)
    {
        MicroBenchmark benchmark = new(platform, programs);
        benchmark.RunLines(warmUp);
        long start = benchmark.Now;
        long lines = benchmark.LinesDone;
        MemoryCounters counters = benchmark.Memory.Counters;
        benchmark.RunLines(measured);
        double ns = (benchmark.Now - start) / 1000.0;
        return new StreamResult((benchmark.LinesDone - lines) * CacheLine.Bytes / ns, benchmark.Memory.Counters - counters);
    }

    public static AccessKind Operation(CalibrationPoint point, string name) => name switch
    {
        "load" => AccessKind.Load,
        "ntstore" => AccessKind.NonTemporalStore,
        "store+clwb" => AccessKind.StoreFlush,
        "store" => point.Metric == "bandwidth_peak" ? AccessKind.NonTemporalStore : AccessKind.Store,
        "store with write-back" => AccessKind.Store,
        _ => throw point.Parameters.Wrong("op", $"'{name}'", "load, ntstore, store+clwb or store"),
    };

    private static StreamResult Run(Platform platform, int threads, Func<int, StreamProgram> program)
    {
        // More lines with more threads, so that each thread's share is long enough; 6 DIMMs have six times the buffers.
        int scale = 1 + (platform.Memory.Channels / 4);
        return Measure(platform, [.. Enumerable.Range(0, threads).Select(program)], WarmUpLines * scale, MeasuredLines * scale);
    }

    /// <summary>The platform at the power budget of a point.</summary>
    private static Platform WithPower(Platform platform, CalibrationPoint point)
    {
        if (!point.Parameters.Has("power_W") || platform.Memory.Optane is not OptaneParameters optane) { return platform; }
        (double read, double write) = point.Parameters.Number("power_W") switch
        {
            < 14 => optane.LowPower,
            > 16 => optane.HighPower,
            _ => (1, 1),
        };
        return platform with
        {
            Memory = platform.Memory with
            {
                Optane = optane with
                {
                    ReadBusyCycles = (long)(optane.ReadBusyCycles * read),
                    WriteBusyCycles = (long)(optane.WriteBusyCycles * write),
                },
            },
        };
    }
}

/// <summary>What a stream reached.</summary>
/// <param name="GigabytesPerSecond">Bytes that programs loaded or stored.</param>
/// <param name="Counters">What passed through the memory meanwhile.</param>
internal readonly record struct StreamResult(double GigabytesPerSecond, MemoryCounters Counters);
