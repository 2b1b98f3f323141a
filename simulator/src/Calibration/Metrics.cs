namespace Sim.Simulator.Calibration;

/// <summary>The microbenchmark of every metric.</summary>
internal static class Metrics
{
    private static readonly Dictionary<string, Func<CalibrationSystem, CalibrationPoint, double>> Simulated = new()
    {
        ["chase_read"] = ChaseMetrics.Read,
        ["chase_write"] = ChaseMetrics.Write,
        ["chase_read_masked"] = ChaseMetrics.ReadMasked,
        ["bandwidth"] = BandwidthMetrics.Bandwidth,
        ["bandwidth_peak"] = BandwidthMetrics.Peak,
        ["bandwidth_fence_interval"] = BandwidthMetrics.FenceInterval,
        ["bandwidth_clwb_fence"] = BandwidthMetrics.FenceInterval,
        ["bandwidth_mixed"] = LoadMetrics.Mixed,
        ["bandwidth_dimm_spread"] = LoadMetrics.DimmSpread,
        ["effective_write_ratio"] = BandwidthMetrics.EffectiveWriteRatio,
        ["write_amplification"] = BufferMetrics.WriteAmplification,
        ["read_amplification"] = BufferMetrics.ReadAmplification,
        ["buffer_size"] = BufferMetrics.Size,
        ["load_latency_idle"] = LoadMetrics.Idle,
        ["load_latency_loaded"] = LoadMetrics.Loaded,
        ["load_latency_saturated"] = LoadMetrics.Saturated,
        ["load_latency_under_writes"] = LoadMetrics.UnderWrites,
        ["persist_latency"] = PersistMetrics.Latency,
        ["persist_latency_idle"] = PersistMetrics.IdleLatency,
        ["rap_iteration"] = PersistMetrics.ReadAfterPersist,
        ["element_latency"] = PersistMetrics.Element,
        ["store_latency_tail"] = TailMetrics.Percentile,
        ["overwrite_latency_median"] = TailMetrics.Median,
        ["wear_leveling_stall"] = TailMetrics.WearStall,
        ["wear_leveling_interval"] = TailMetrics.WearInterval,
        ["instruction_cycles"] = PlatformMetrics.InstructionCycles,
        ["clwb_keeps_line"] = (system, _) => system.Platform.Core.ClwbInvalidates ? 0 : 1,
        ["one_way_latency"] = PlatformMetrics.OneWay,
        ["round_trip_latency"] = PlatformMetrics.RoundTrip,
    };

    /// <summary>What is published beside memory timing, and why the model says nothing about it.</summary>
    private static readonly Dictionary<string, string> Outside = new()
    {
        ["file_op_latency"] = "time of a file system",
        ["page_fault_latency"] = "time of an operating system",
        ["syscall_cycles"] = "time of an operating system",
        ["read_latency_4k"] = "a block device",
        ["iops_4k"] = "a block device",
        ["transaction_latency"] = "time of a library's code",
        ["pmemkv_overwrite"] = "time of a key-value store's code",
        ["threshold"] = "a choice of a library",
        ["rep_movsb_bandwidth"] = "a copy within the L1 cache",
        ["rpc_latency"] = "time of a key-value store's code",
        ["simulator_error"] = "another simulator's error",
        ["tail_latency_excess"] = "stalls whose cause is not published",
        ["write_back_period"] = "the model writes full XPLines back at once",
        ["wear_leveling_counter_granularity"] = "the model counts each XPLine",
        ["rap_ratio"] = "depends on caches of a second-generation machine that no other point describes",
    };

    /// <summary>The metrics that are simulated, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Simulated.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Simulates the experiment of a point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="skipped">Why there is no value, if there is none.</param>
    /// <param name="replace">Gives the system to simulate instead of the named one; null for that one.</param>
    /// <exception cref="InputException">The metric is unknown, or a parameter is wrong.</exception>
    public static double? Simulate(CalibrationPoint point, out string skipped, Func<CalibrationSystem, CalibrationSystem>? replace = null)
    {
        skipped = "";
        if (point.Metric.StartsWith("host_", StringComparison.Ordinal)) { skipped = "measured on a host: see 'sim calibrate host'"; }
        else if (Outside.TryGetValue(point.Metric, out string? reason)) { skipped = reason; }
        if (skipped.Length > 0) { return null; }
        if (!Simulated.TryGetValue(point.Metric, out Func<CalibrationSystem, CalibrationPoint, double>? metric))
        {
            throw InputException.InFile(point.Place, "metric", $"'{point.Metric}'", $"one of: {string.Join(", ", Names)}");
        }
        if (CalibrationSystem.Find(point.System) is not CalibrationSystem system)
        {
            skipped = $"no platform stands for {point.System}";
            return null;
        }
        if (replace is not null) { system = replace(system); }
        double value = metric(system, point);
        if (!double.IsNaN(value)) { return value; }
        skipped = "the platform does not say";
        return null;
    }
}
