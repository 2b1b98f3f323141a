using Sim.Simulator.Results;

namespace Sim.Experiments;

/// <summary>Speed of the explorer over several equal explorations, in wall-clock time.</summary>
/// <param name="Structure">The structure explored.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Ops">Operations per thread.</param>
/// <param name="Repetitions">Explorations measured.</param>
/// <param name="States">Distinct global states of one exploration.</param>
/// <param name="Transitions">Transitions of one exploration.</param>
/// <param name="CodeRuns">Executions of operation code in one exploration.</param>
/// <param name="RecoveriesRun">Executions of recovery code in one exploration.</param>
/// <param name="TransitionsPerSecondMedian">Median speed.</param>
/// <param name="TransitionsPerSecondMin">Slowest.</param>
/// <param name="TransitionsPerSecondMax">Fastest.</param>
/// <param name="SecondsMedian">Median duration of one exploration.</param>
internal sealed record ExplorerSpeed(string Structure, int Threads, int Ops, int Repetitions, long States, long Transitions, long CodeRuns,
    long RecoveriesRun, double TransitionsPerSecondMedian, double TransitionsPerSecondMin, double TransitionsPerSecondMax, double SecondsMedian)
{
    /// <summary>Summarises at least one run.</summary>
    public static ExplorerSpeed Of(IReadOnlyList<ExploreResult> runs)
    {
        double[] speeds = [.. runs.Select(run => run.Transitions / run.Seconds).Order()];
        double[] seconds = [.. runs.Select(run => run.Seconds).Order()];
        ExploreResult one = runs[0];
        return new ExplorerSpeed(one.Structure, one.Threads, one.Ops, runs.Count, one.States, one.Transitions, one.CodeRuns, one.RecoveriesRun,
            Median(speeds), speeds[0], speeds[^1], Median(seconds));
    }

    private static double Median(double[] ascending)
    {
        int middle = ascending.Length / 2;
        return ascending.Length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }
}
