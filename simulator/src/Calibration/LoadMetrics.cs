using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>Load latency, idle and while other threads load the memory; and bandwidth of mixed threads.</summary>
internal static class LoadMetrics
{
    private const long RegionLines = 1L << 24;
    private const int ProbeLoads = 4_000;
    private const int FewestProbeLoads = 400;

    /// <summary>Dependent random loads within what the AIT cache covers, as the test's region is not stated.</summary>
    private const long IdleRegionLines = 1 << 17;

    /// <summary><c>load_latency_idle</c> in ns.</summary>
    public static double Idle(CalibrationSystem system, CalibrationPoint point)
    {
        bool isSequential = point.Parameters.Text("pattern", "rand").StartsWith("seq", StringComparison.Ordinal);
        return Probe(system.Platform, [], isSequential, IdleRegionLines);
    }

    /// <summary><c>load_latency_loaded</c> in ns: a probe beside threads that read or write at a given bandwidth.</summary>
    public static double Loaded(CalibrationSystem system, CalibrationPoint point)
    {
        PointParameters parameters = point.Parameters;
        bool isWriteLoad = parameters.Text("background", "").EndsWith("write", StringComparison.Ordinal);
        double gigabytesPerSecond = parameters.Number(isWriteLoad ? "background_bw_GBs" : "bandwidth_GBs");
        double readShare = isWriteLoad ? 0 : parameters.Number("read_pct") / 100;
        bool isSequential = isWriteLoad;
        // The more lines pass for every load of the probe, the fewer loads the same precision needs.
        int loads = (int)Math.Clamp(100_000 / Math.Max(gigabytesPerSecond, 1), FewestProbeLoads, ProbeLoads);
        return Probe(system.Platform, Background(gigabytesPerSecond, readShare, isSequential), isSequential, IdleRegionLines, loads);
    }

    /// <summary><c>load_latency_saturated</c>: beside as many readers as there are, in the unit of the point.</summary>
    public static double Saturated(CalibrationSystem system, CalibrationPoint point)
    {
        IAccessProgram[] readers = [.. Enumerable.Range(1, 16).Select(thread =>
            new StreamProgram(AccessKind.Load, Pattern.Sequential, thread * RegionLines, RegionLines, 4, (ulong)thread))];
        return Probe(system.Platform, readers, isSequential: false, IdleRegionLines) / 1000;
    }

    /// <summary><c>load_latency_under_writes</c> in ns: random loads of 1 GB beside one writer that is busy for a share of its time.</summary>
    public static double UnderWrites(CalibrationSystem system, CalibrationPoint point)
    {
        double share = point.Parameters.Has("write_load") ? Math.Min(1, point.Parameters.Number("write_load") / 100) : 0;
        IAccessProgram[] writers = share == 0 ? [] : [new PacedProgram(RegionLines, 2 * RegionLines, share, AccessKind.NonTemporalStore)];
        return Probe(system.Platform, writers, isSequential: false, RegionLines);
    }

    /// <summary><c>bandwidth_mixed</c> in GB/s: threads that read beside threads that write, or threads that do both.</summary>
    public static double Mixed(CalibrationSystem system, CalibrationPoint point)
    {
        PointParameters parameters = point.Parameters;
        if (parameters.Has("read_threads"))
        {
            int readers = (int)Math.Clamp(parameters.Whole("read_threads"), 0, 64);
            int writers = (int)Math.Clamp(parameters.Whole("write_threads"), 0, 64);
            IAccessProgram[] programs = [.. Enumerable.Range(0, readers + writers).Select(thread => new StreamProgram(
                thread < readers ? AccessKind.Load : AccessKind.NonTemporalStore, Pattern.Random, thread * RegionLines, RegionLines, 1, (ulong)thread + 1))];
            return BandwidthMetrics.Measure(system.Platform, programs, 60_000, 120_000).GigabytesPerSecond;
        }
        Platform platform = WithPrefetch(parameters.Text("numa", "local") == "remote" ? Remote(system.Platform) : system.Platform);
        (int reads, int writes) = ReadMix(parameters);
        int threads = (int)Math.Clamp(parameters.Whole("threads", 1), 1, 64);
        IAccessProgram[] mixed = [.. Enumerable.Range(0, threads).Select(thread => new MixProgram(reads, writes, thread * RegionLines, RegionLines, (ulong)thread + 1))];
        return BandwidthMetrics.Measure(platform, mixed, 60_000, 120_000).GigabytesPerSecond;
    }

    /// <summary><c>bandwidth_dimm_spread</c> in GB/s: each thread uses some of the DIMMs, and every DIMM has as many threads.</summary>
    public static double DimmSpread(CalibrationSystem system, CalibrationPoint point)
    {
        PointParameters parameters = point.Parameters;
        AccessKind kind = BandwidthMetrics.Operation(point, parameters.Text("op"));
        string spread = parameters.Text("spread").Split(' ')[0];
        if (!int.TryParse(spread, out int width) || width < 1 || width > 64) { throw parameters.Wrong("spread", $"'{parameters.Text("spread")}'", "a number of threads"); }
        int dimms = system.Platform.Memory.Channels;
        int threads = kind == AccessKind.Load ? 4 * dimms : dimms;
        int lines = (int)Math.Clamp(parameters.Whole("access") / CacheLine.Bytes, 1, 1 << 16);
        IAccessProgram[] programs = [.. Enumerable.Range(0, threads).Select(thread =>
            new SpreadProgram(kind, lines, thread, Math.Min(width, dimms), dimms, system.Platform.Memory.InterleaveLines))];
        return BandwidthMetrics.Measure(system.Platform, programs, 60_000, 120_000).GigabytesPerSecond;
    }

    private static double Probe(
        Platform platform, IReadOnlyList<IAccessProgram> background, bool isSequential, long regionLines, int loads = ProbeLoads)
    {
        DeviceRandom random = new(11);
        List<double> latencies = [];
        long sent = 0;
        int pages = platform.Memory.Optane is { } optane && regionLines > optane.AitPages * 64L ? 1_000 : platform.Memory.Optane is null ? 100 : 6_000;
        IEnumerable<Access> Steps(SequenceProgram self)
        {
            // The table of translations is warm when measuring begins.
            for (int page = 0; page < pages; page++) { yield return new Access(AccessKind.DependentLoad, (page * 64L) % regionLines); }
            for (int i = 0; i < loads; i++)
            {
                sent = self.Now;
                yield return new Access(AccessKind.DependentLoad, isSequential ? i % regionLines : random.Next((int)regionLines));
                latencies.Add((self.Now - sent) / 1000.0);
            }
        }
        MicroBenchmark benchmark = new(platform, [new SequenceProgram(Steps), .. background]);
        benchmark.RunUntilEnded(thread: 0);
        return latencies.Skip(100).Average();
    }

    private static IReadOnlyList<IAccessProgram> Background(double gigabytesPerSecond, double readShare, bool isSequential)
    {
        // Enough threads that the wanted bandwidth is not bounded by their buffers at several times the idle latency.
        int threads = Math.Clamp((int)(gigabytesPerSecond * 0.8), 4, 250);
        long intervalTicks = (long)(CacheLine.Bytes * 1000.0 * threads / gigabytesPerSecond);
        return [.. Enumerable.Range(1, threads).Select(thread => (IAccessProgram)new PacedProgram(
            thread * RegionLines % (1L << 30), RegionLines, intervalTicks, readShare, isSequential, (ulong)thread))];
    }

    /// <summary>Both streams of the second level's prefetcher count: more misses are outstanding than a core has fill buffers.</summary>
    private static Platform WithPrefetch(Platform platform) =>
        platform with { Core = platform.Core with { FillBuffers = Math.Max(platform.Core.FillBuffers, platform.Caches.L2Misses) } };

    /// <summary>The same memory on the other socket.</summary>
    private static Platform Remote(Platform platform) => platform.Memory.Link is not null
        ? platform
        : platform with { Memory = platform.Memory with { Link = CalibrationSystem.Find("dram-ddr4-2666-6ch-remote")!.Platform.Memory.Link } };

    private static (int Reads, int Writes) ReadMix(PointParameters parameters)
    {
        string mix = parameters.Text("mix");
        if (mix == "R") { return (1, 0); }
        if (mix == "W") { return (0, 1); }
        int open = mix.IndexOf('(', StringComparison.Ordinal);
        string[] parts = open < 0 ? [] : mix[(open + 1)..].TrimEnd(')').Split(':');
        return parts.Length == 2 && int.TryParse(parts[0], out int reads) && int.TryParse(parts[1], out int writes) && reads + writes is > 0 and < 100
            ? (reads, writes)
            : throw parameters.Wrong("mix", $"'{mix}'", "R, W or R:W (n:m)");
    }

    /// <summary>Accesses at a given pace; the gaps are exponential, as those of many independent threads.</summary>
    private sealed class PacedProgram : IAccessProgram
    {
        private readonly long _firstLine;
        private readonly long _regionLines;
        private readonly double _intervalTicks;
        private readonly double _readShare;
        private readonly bool _isSequential;
        private readonly AccessKind _write;
        private DeviceRandom _random;
        private long _offset;
        private double _due;
        private bool _mayGo;

        public PacedProgram(long firstLine, long regionLines, double intervalTicks, double readShare, bool isSequential, ulong seed)
        {
            (_firstLine, _regionLines, _intervalTicks, _readShare, _isSequential) = (firstLine, regionLines, intervalTicks, readShare, isSequential);
            _write = AccessKind.NonTemporalStore;
            _random = new DeviceRandom(seed);
            _offset = _random.Next((int)regionLines);
        }

        /// <summary>A writer that sleeps between lines so that it is busy for a share of the time.</summary>
        public PacedProgram(long firstLine, long regionLines, double busyShare, AccessKind write)
            : this(firstLine, regionLines, busyShare >= 1 ? 0 : 27_500 / busyShare, 0, isSequential: true, seed: 1) => _write = write;

        public Access Next(long now)
        {
            if (!_mayGo && _intervalTicks > 0)
            {
                _mayGo = true;
                double uniform = (_random.Next(1 << 24) + 1) / (double)(1 << 24);
                _due = Math.Max(_due, now - (20 * _intervalTicks)) - (Math.Log(uniform) * _intervalTicks);
                return new Access(AccessKind.WaitUntil, (long)_due);
            }
            _mayGo = false;
            _offset = _isSequential ? (_offset + 1) % _regionLines : _random.Next((int)_regionLines);
            bool reads = _random.Next(1 << 20) < _readShare * (1 << 20);
            return new Access(reads ? AccessKind.Load : _write, _firstLine + _offset);
        }
    }

    /// <summary>Sequential loads, and stores that the cache writes back later.</summary>
    private sealed class MixProgram(int reads, int writes, long firstLine, long regionLines, ulong seed) : IAccessProgram
    {
        private DeviceRandom _random = new(seed);
        private long _next = -1;
        private int _turn;

        public Access Next(long now)
        {
            if (_next < 0) { _next = _random.Next((int)regionLines); }
            _next = (_next + 1) % regionLines;
            _turn = (_turn + 1) % (reads + writes);
            AccessKind write = reads == 0 ? AccessKind.NonTemporalStore : AccessKind.Store;
            return new Access(_turn < reads ? AccessKind.Load : write, firstLine + _next);
        }
    }

    /// <summary>Random accesses, each on one of the thread's DIMMs.</summary>
    private sealed class SpreadProgram(AccessKind kind, int lines, int thread, int width, int dimms, int interleaveLines) : IAccessProgram
    {
        private DeviceRandom _random = new((ulong)thread + 1);
        private long _line;
        private int _rest;

        public Access Next(long now)
        {
            if (_rest == 0)
            {
                _rest = lines;
                long row = _random.Next(1 << 18) + ((long)thread << 18);
                long dimm = (thread + _random.Next(width)) % dimms;
                int slots = Math.Max(1, interleaveLines / lines);
                _line = (((row * dimms) + dimm) * interleaveLines) + (_random.Next(slots) * Math.Min(lines, interleaveLines));
            }
            _rest--;
            return new Access(kind, (_line++) & 0x7FFFFFFF);
        }
    }
}
