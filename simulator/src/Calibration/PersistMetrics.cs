using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>Stores that are made persistent: latency of a persist, of a load after it, and of the slowest ones.</summary>
internal static class PersistMetrics
{
    /// <summary><c>persist_latency</c> in ns: write some bytes and fence, over and over.</summary>
    public static double Latency(CalibrationSystem system, CalibrationPoint point)
    {
        int lines = (int)Math.Clamp(point.Parameters.Whole("bytes") / CacheLine.Bytes, 1, 1 << 16);
        AccessKind kind = Write(point);
        int repetitions = Math.Max(200, 20_000 / lines);
        long start = 0;
        SequenceProgram program = new(self => Steps(self));
        MicroBenchmark benchmark = new(system.Platform, [program]);
        benchmark.RunToEnd();
        return (program.Now - start) / 1000.0 / repetitions;

        IEnumerable<Access> Steps(SequenceProgram self)
        {
            long next = 0;
            for (int i = -repetitions; i < repetitions; i++)
            {
                if (i == 0) { start = self.Now; }
                for (int line = 0; line < lines; line++) { yield return new Access(kind, next++ & 0xFFFFF); }
                yield return new Access(AccessKind.FullFence);
            }
        }
    }

    /// <summary><c>persist_latency_idle</c> in ns: one write and fence on an idle machine. A round trip without the loop's other work.</summary>
    public static double IdleLatency(CalibrationSystem system, CalibrationPoint point)
    {
        CoreParameters core = system.Platform.Core;
        bool isNonTemporal = Write(point) == AccessKind.NonTemporalStore;
        return (isNonTemporal ? core.NonTemporalIdleCycles : core.FlushIdleCycles) / 1000.0;
    }

    /// <summary><c>rap_iteration</c> in core cycles: persist line j of a ring, load line j - distance.</summary>
    public static double ReadAfterPersist(CalibrationSystem system, CalibrationPoint point)
    {
        const int Iterations = 3_000;
        PointParameters parameters = point.Parameters;
        int distance = (int)parameters.Whole("distance_lines");
        int ring = (int)Math.Clamp(parameters.Whole("region", 8192) / CacheLine.Bytes, 1, 1 << 20);
        string operation = parameters.Text("op");
        bool isFull = operation.EndsWith("mfence", StringComparison.Ordinal);
        AccessKind write = operation.StartsWith("ntstore", StringComparison.Ordinal) ? AccessKind.NonTemporalStore : AccessKind.Flush;

        // An sfence does not hold loads back: one of the line just stored is answered before its flush takes the line away, and
        // the next iteration begins while the load is under way.
        bool isForwarded = !isFull && write == AccessKind.Flush && distance < 2;
        Platform platform = system.Platform with { Core = system.Platform.Core with { FillBuffers = 2 } };
        long start = 0;
        SequenceProgram program = new(self => Steps(self));
        MicroBenchmark benchmark = new(isFull ? system.Platform : platform, [program]);
        benchmark.RunToEnd();
        return (program.Now - start) / 1000.0 / Iterations * system.Platform.Gigahertz;

        IEnumerable<Access> Steps(SequenceProgram self)
        {
            for (int i = 0; i < ring + Iterations; i++)
            {
                if (i == ring) { start = self.Now; }
                yield return new Access(write, i % ring);
                if (!isForwarded) { yield return new Access(isFull ? AccessKind.DependentLoad : AccessKind.Load, (i + ring - (distance % ring)) % ring); }
                yield return new Access(isFull ? AccessKind.FullFence : AccessKind.StoreFence);
            }
        }
    }

    /// <summary><c>element_latency</c> in core cycles: one line of each XPLine of a region is read, written or both.</summary>
    public static double Element(CalibrationSystem system, CalibrationPoint point)
    {
        const int Measured = 20_000;
        string test = point.Parameters.Text("test");
        bool isRandom = test.EndsWith("rand", StringComparison.Ordinal);
        int elements = (int)Math.Clamp(point.Parameters.Whole("region") / 256, 1, 1 << 24);
        Platform platform = system.Platform;
        double missRate = Math.Max(0, 1 - ((double)platform.Caches.Llc.Lines / elements));
        bool reads = test.StartsWith("read", StringComparison.Ordinal);
        bool isNonTemporal = test.Contains("ntstore", StringComparison.Ordinal);
        bool writes = !reads;
        bool updates = test.StartsWith("strict", StringComparison.Ordinal) || test.StartsWith("relaxed", StringComparison.Ordinal);
        if (!reads && !updates && !test.StartsWith("write", StringComparison.Ordinal)) { throw point.Parameters.Wrong("test", $"'{test}'", "read-only, write-only, strict or relaxed"); }
        bool fences = test.StartsWith("strict", StringComparison.Ordinal);
        DeviceRandom random = new(7);
        long start = 0;
        SequenceProgram program = new(self => Steps(self));
        MicroBenchmark benchmark = new(platform, [program]);
        benchmark.RunToEnd();
        double cacheTicks = reads || updates ? CacheTicks(platform.Caches, elements) : 0;
        return ((program.Now - start) / 1000.0 / Measured * platform.Gigahertz) + (cacheTicks / 1000 * platform.Gigahertz);

        IEnumerable<Access> Steps(SequenceProgram self)
        {
            int warmUp = Math.Min(elements, 1 << 16) + 20_000;
            for (int i = -warmUp; i < Measured; i++)
            {
                if (i == 0) { start = self.Now; }
                long line = 4L * (isRandom ? random.Next(elements) : (i + warmUp) % elements);
                if ((reads || updates) && random.Next(1 << 20) < missRate * (1 << 20))
                {
                    yield return new Access(isRandom ? AccessKind.DependentLoad : AccessKind.Load, line);
                }
                if (writes) { yield return new Access(isNonTemporal ? AccessKind.NonTemporalStore : AccessKind.Flush, line); }
                if (fences) { yield return new Access(AccessKind.FullFence); }
            }
        }
    }

    /// <summary>The average time in caches of random accesses to so many lines, which fill each level as far as they can.</summary>
    private static double CacheTicks(CacheParameters caches, int lines)
    {
        double l1 = Math.Min(1, (double)caches.L1.Lines / lines);
        double l2 = Math.Max(0, Math.Min(1, (double)caches.L2.Lines / lines) - l1);
        double llc = Math.Max(0, Math.Min(1, (double)caches.Llc.Lines / lines) - l1 - l2);
        return (l1 * caches.L1.HitCycles) + (l2 * caches.L2.HitCycles) + (llc * caches.Llc.HitCycles);
    }

    private static AccessKind Write(CalibrationPoint point)
    {
        string operation = point.Parameters.Text("op");
        return operation.StartsWith("ntstore", StringComparison.Ordinal) ? AccessKind.NonTemporalStore
            : operation.StartsWith("store+clwb", StringComparison.Ordinal) ? AccessKind.Flush
            : throw point.Parameters.Wrong("op", $"'{operation}'", "ntstore or store+clwb");
    }
}
