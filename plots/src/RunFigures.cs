using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>Figures of one run.</summary>
public static class RunFigures
{
    private static readonly HatchedFill Cost = new(FigureStyle.Blue, Hatch.Plain);

    /// <summary>
    /// How the latency of operations is distributed: the share of operations that took longer than a latency, both axes
    /// logarithmic, so that the tail is seen, with the usual percentiles marked.
    /// </summary>
    /// <param name="result">The run.</param>
    /// <param name="width">Width on paper.</param>
    public static Figure LatencyDistribution(RunResult result, FigureWidth width = FigureWidth.Column)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new LatencyPlot(result.Latency, width).ToFigure(
            $"Latency of the operations of {Name(result)} on {result.Platform}, {result.Threads} threads with {result.Ops} operations " +
            $"each: mean {Numbers.Duration(result.Latency.MeanNs)}, largest {Numbers.Duration(result.Latency.MaxNs)}.");
    }

    /// <summary>Where the cycles of an operation go, by cause, dearest first; causes without a cycle are left out.</summary>
    /// <param name="result">The run.</param>
    /// <param name="width">Width on paper.</param>
    public static Figure CostByCause(RunResult result, FigureWidth width = FigureWidth.Column)
    {
        ArgumentNullException.ThrowIfNull(result);
        double operations = Math.Max(1, (double)result.Threads * result.Ops);
        double total = result.Causes.Sum(c => (double)c.Cycles);
        List<Bar> bars = [.. result.Causes
            .Where(c => c.Cycles > 0)
            .OrderByDescending(c => c.Cycles)
            .ThenBy(c => c.Cause, StringComparer.Ordinal)
            .Select(c => new Bar(c.Cause, "", c.Cycles / operations,
                $"{Numbers.Plain(c.Cycles / operations)} ({Numbers.Percent(c.Cycles, total)})", Cost))];
        BarChart chart = new(width, "cost (cycles per operation)", bars, [], "no cycles were counted");
        return chart.ToFigure(
            $"Cycles per operation of {Name(result)} on {result.Platform} by cause: {Numbers.Plain(total / operations)} in all.");
    }

    private static string Name(RunResult result) =>
        result.Mutant is null ? result.Structure : $"{result.Structure} ({result.Mutant})";
}
