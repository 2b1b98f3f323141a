using Sim.Simulator.Results;

namespace Sim.Experiments;

/// <summary>Speed and memory of the explorer, in wall-clock time.</summary>
/// <param name="Structure">The structure explored.</param>
/// <param name="Threads">Threads of the small exploration.</param>
/// <param name="Ops">Operations per thread.</param>
/// <param name="Repetitions">Small explorations measured, on one worker each.</param>
/// <param name="States">Distinct global states of the small exploration.</param>
/// <param name="Transitions">Transitions of the small exploration.</param>
/// <param name="CodeRuns">Executions of operation code in it.</param>
/// <param name="RecoveriesRun">Executions of recovery code in it.</param>
/// <param name="TransitionsPerSecondPerCore">Median speed of the small exploration.</param>
/// <param name="TransitionsPerSecondMin">Slowest.</param>
/// <param name="TransitionsPerSecondMax">Fastest.</param>
/// <param name="SecondsMedian">Median duration of one.</param>
/// <param name="LargeThreads">Threads of the large exploration.</param>
/// <param name="LargeStates">Its states.</param>
/// <param name="LargeTransitions">Its transitions.</param>
/// <param name="LargeTransitionsPerSecondOneCore">Its median speed on one worker.</param>
/// <param name="LargeTransitionsPerSecondTwoCores">Its median speed on two.</param>
/// <param name="TwoCoreSpeedup">Median time on one worker over median time on two.</param>
/// <param name="BytesPerState">Peak bytes of its visited set, trail and frontier, over its states.</param>
internal sealed record ExplorerSpeed(string Structure, int Threads, int Ops, int Repetitions, long States, long Transitions, long CodeRuns,
    long RecoveriesRun, double TransitionsPerSecondPerCore, double TransitionsPerSecondMin, double TransitionsPerSecondMax, double SecondsMedian,
    int LargeThreads, long LargeStates, long LargeTransitions, double LargeTransitionsPerSecondOneCore, double LargeTransitionsPerSecondTwoCores,
    double TwoCoreSpeedup, double BytesPerState)
{
    /// <summary>Summarises at least one run of each kind.</summary>
    /// <param name="small">Explorations of the small workload on one worker.</param>
    /// <param name="largeAlone">Explorations of the large workload on one worker.</param>
    /// <param name="largeTogether">The same on two workers.</param>
    public static ExplorerSpeed Of(IReadOnlyList<ExploreResult> small, IReadOnlyList<ExploreResult> largeAlone, IReadOnlyList<ExploreResult> largeTogether)
    {
        double[] speeds = [.. small.Select(run => run.Transitions / run.Seconds).Order()];
        (double alone, double together) = (Median(largeAlone.Select(run => run.Seconds)), Median(largeTogether.Select(run => run.Seconds)));
        (ExploreResult one, ExploreResult large) = (small[0], largeAlone[0]);
        return new ExplorerSpeed(one.Structure, one.Threads, one.Ops, small.Count, one.States, one.Transitions, one.CodeRuns, one.RecoveriesRun,
            Median(speeds), speeds[0], speeds[^1], Median(small.Select(run => run.Seconds)),
            large.Threads, large.States, large.Transitions, large.Transitions / alone, large.Transitions / together, alone / together,
            (double)large.SearchMemoryBytes / large.States);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ascending = [.. values.Order()];
        int middle = ascending.Length / 2;
        return ascending.Length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }
}
