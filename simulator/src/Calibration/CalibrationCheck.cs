namespace Sim.Simulator.Calibration;

/// <summary>A point beside what the model says.</summary>
/// <param name="Point">The published point.</param>
/// <param name="Simulated">The simulated value; null if the model says nothing.</param>
/// <param name="Skipped">Why it says nothing; empty if it does.</param>
public sealed record CheckedPoint(CalibrationPoint Point, double? Simulated, string Skipped)
{
    /// <summary>The relative error; 0 for a skipped point.</summary>
    public double Error => Simulated is double value ? Point.ErrorOf(value) : 0;
}

/// <summary>Simulates the experiment of every point.</summary>
public static class CalibrationCheck
{
    /// <summary>The metrics that can be simulated.</summary>
    public static IReadOnlyList<string> Metrics => Calibration.Metrics.Names;

    /// <summary>Runs the experiments on all processors; the result does not depend on how many there are.</summary>
    /// <param name="points">The points.</param>
    /// <param name="platform">A platform to use instead of each system's own, or null.</param>
    /// <param name="progress">Called after each point with how many are done.</param>
    /// <param name="stop">Stops the run.</param>
    /// <exception cref="InputException">A metric is unknown or a parameter wrong.</exception>
    public static IReadOnlyList<CheckedPoint> Run(
        IReadOnlyList<CalibrationPoint> points, string? platform = null, Action<int>? progress = null, CancellationToken stop = default)
    {
        if (platform is not null) { Platform.Load(platform); }
        string? replaced = platform is null ? null : Platform.Load(platform).Name;
        return Run(points, replaced is null ? null : system => system.BasedOn == replaced ? system.With(platform!, null) : system, progress, stop);
    }

    internal static IReadOnlyList<CheckedPoint> Run(IReadOnlyList<CalibrationPoint> points,
        Func<CalibrationSystem, CalibrationSystem>? replace, Action<int>? progress = null, CancellationToken stop = default)
    {
        CheckedPoint[] results = new CheckedPoint[points.Count];
        InputException?[] mistakes = new InputException?[points.Count];
        int done = 0;
        Parallel.For(0, points.Count, new ParallelOptions { CancellationToken = stop }, i =>
        {
            try
            {
                double? simulated = Calibration.Metrics.Simulate(points[i], out string skipped, replace);
                results[i] = new CheckedPoint(points[i], simulated, skipped);
            }
            catch (InputException mistake)
            {
                mistakes[i] = mistake;
            }
            progress?.Invoke(Interlocked.Increment(ref done));
        });
        foreach (InputException? mistake in mistakes)
        {
            if (mistake is not null) { throw mistake; }
        }
        return results;
    }
}
