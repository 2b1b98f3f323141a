namespace Sim.Experiments.Peers;

/// <summary>What a run of another tool took, measured with its own code on the driver that <see cref="PeerBenchmark"/> repeats.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="SlotsPerSegment">The CCEH segment of its test program.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Inserts">Inserts of each thread.</param>
/// <param name="Executions">Executions of the program, before and after the crash together; null where it did not finish.</param>
/// <param name="Seconds">Wall-clock seconds; where it did not finish, those after which it was stopped.</param>
/// <param name="Naive">The tool's own estimate of the executions that a tool without its reductions would need.</param>
/// <param name="Schedules">Which interleavings it covers.</param>
internal sealed record PeerMeasurement(
    string Tool, int SlotsPerSegment, int Threads, int Inserts, int? Executions, double Seconds, double Naive, string Schedules)
{
    /// <summary>
    /// Jaaru (Gorjiara et al., ASPLOS 2021; public branch <c>vagrant</c>, with the initial value of the lower clock of flushes repaired) on
    /// the CCEH of RECIPE: n ascending inserts, a crash anywhere, then every acknowledged key must be found and none invented. Two
    /// shared AMD EPYC cores, load about 2, one run each.
    /// </summary>
    public static IReadOnlyList<PeerMeasurement> Jaaru { get; } =
    [
        new("Jaaru", 1024, 1, 4, 292, 4.1, 1.2e182, "one"),
        new("Jaaru", 1024, 1, 10, 2525, 46.5, 8.7e182, "one"),
        new("Jaaru", 1024, 2, 5, null, 120, 8.7e182, "one, random"),
        new("Jaaru", 16, 1, 8, 1479, 15.5, 6.8e6, "one"),
        new("Jaaru", 16, 1, 10, 2650, 27.9, 1.3e7, "one"),
    ];
}
