using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>Figures of a trace.</summary>
public static class TraceFigures
{
    private const int SitesShown = 12;
    private static readonly HatchedFill Plain = new(FigureStyle.Blue, Hatch.Plain);

    /// <summary>How many stores a program makes between two fences.</summary>
    /// <param name="result">The trace.</param>
    /// <param name="width">Width on paper.</param>
    public static Figure EpochSizes(TraceInfoResult result, FigureWidth width = FigureWidth.Column)
    {
        ArgumentNullException.ThrowIfNull(result);
        double total = result.EpochHistogram.Sum(bucket => (double)bucket.Count);
        List<Bar> bars = [.. result.EpochHistogram.Select(bucket => new Bar(
            bucket.FromStores == 1 ? "1" : $"{Numbers.Plain(bucket.FromStores)} to {Numbers.Plain((2 * bucket.FromStores) - 1)}", "",
            bucket.Count, $"{Numbers.Plain(bucket.Count)} ({Numbers.Percent(bucket.Count, total)})", Plain))];
        return new BarChart(width, "epochs, by their number of stores", bars, [], "no store was traced").ToFigure(
            $"Stores between two fences in {Path.GetFileName(result.Trace)}: {Numbers.Plain(result.Epochs)} epochs with stores, the largest with " +
            $"{Numbers.Plain(result.LargestEpochStores)}.");
    }

    /// <summary>The places in the source that store most.</summary>
    /// <param name="result">The trace.</param>
    /// <param name="width">Width on paper.</param>
    public static Figure HotSites(TraceInfoResult result, FigureWidth width = FigureWidth.Page)
    {
        ArgumentNullException.ThrowIfNull(result);
        double total = result.Stores + result.NonTemporalStores + result.LockedStores;
        List<Bar> bars = [.. result.HotSites.Take(SitesShown).Select(site =>
            new Bar(site.Site, "", site.Stores, $"{Numbers.Plain(site.Stores)} ({Numbers.Percent(site.Stores, total)})", Plain))];
        return new BarChart(width, "stores", bars, [], "no store was traced").ToFigure(
            $"The busiest places in the source of {Path.GetFileName(result.Trace)}: {Numbers.Plain(total)} stores in all. Write amplification is " +
            $"{Numbers.Plain(result.WriteAmplification64)} in lines of 64 bytes and {Numbers.Plain(result.WriteAmplification256)} in blocks of 256 bytes.");
    }
}
