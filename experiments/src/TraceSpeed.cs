namespace Sim.Experiments;

/// <summary>How fast traces are written, read, checked and explored.</summary>
/// <param name="Events">Events of the generated trace.</param>
/// <param name="TraceBytes">Bytes of its file.</param>
/// <param name="Steps">The steps measured.</param>
/// <param name="PeakMemoryBytes">The process's largest resident set, over all steps.</param>
internal sealed record TraceSpeed(long Events, long TraceBytes, IReadOnlyList<TraceStep> Steps, long PeakMemoryBytes);

/// <summary>One step.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Count">Events or images.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="CpuSeconds">Processor seconds of this process: what the step would take on a core of its own.</param>
internal sealed record TraceStep(string Name, long Count, double Seconds, double CpuSeconds)
{
    /// <summary>Events or images per second of processor time.</summary>
    public double PerCpuSecond => Count / Math.Max(CpuSeconds, 1e-9);
}
