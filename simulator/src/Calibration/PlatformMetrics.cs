namespace Sim.Simulator.Calibration;

/// <summary>Metrics that are parameters of the platform, or follow from them without a simulation.</summary>
internal static class PlatformMetrics
{
    /// <summary><c>instruction_cycles</c>; not a number if the platform has no such parameter.</summary>
    public static double InstructionCycles(CalibrationSystem system, CalibrationPoint point)
    {
        double ticksPerCycle = 1000 / system.Platform.Gigahertz;
        return point.Parameters.Text("instruction") switch
        {
            "sfence" => system.Platform.Core.SfenceCycles / ticksPerCycle,
            "mfence" => system.Platform.Core.MfenceCycles / ticksPerCycle,
            "lock_add" => system.Platform.Core.LockedCycles / ticksPerCycle,
            "clwb" => system.Platform.Core.FlushIssueCycles / ticksPerCycle,
            _ => double.NaN,
        };
    }

    /// <summary><c>one_way_latency</c> in us.</summary>
    public static double OneWay(CalibrationSystem system, CalibrationPoint point) =>
        (system.Platform.Rdma ?? throw point.Parameters.Wrong("bytes", "for a system without a network", "rdma parameters"))
        .OneWayTicks(point.Parameters.Whole("bytes")) / 1e6;

    /// <summary><c>round_trip_latency</c> in us: a write that is only visible, or that is made persistent in one of three ways.</summary>
    public static double RoundTrip(CalibrationSystem system, CalibrationPoint point)
    {
        if (system.Platform.Rdma is not RdmaParameters rdma) { return double.NaN; }
        long bothWays = rdma.OneWayTicks(64) + rdma.OneWayTicks(0);
        string operation = point.Parameters.Text("op");
        long extra = operation.Contains("native FLUSH", StringComparison.Ordinal) ? rdma.FlushTicks
            : operation.Contains("READ", StringComparison.Ordinal) ? bothWays
            : operation.Contains("two-sided", StringComparison.Ordinal) ? rdma.HandlerTicks
            : 0;
        return (bothWays + extra) / 1e6;
    }
}
