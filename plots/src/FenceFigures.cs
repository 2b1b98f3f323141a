using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>Figures of a fence analysis.</summary>
public static class FenceFigures
{
    private static readonly HatchedFill Needed = new(FigureStyle.Blue, Hatch.Plain);
    private static readonly HatchedFill ElidableAlone = new(FigureStyle.Orange, Hatch.Striped);
    private static readonly HatchedFill NotReached = new(FigureStyle.LightGrey, Hatch.Crossed);

    /// <summary>
    /// What every flush and fence costs, in cycles per operation, whether it is needed, and whether the cheapest safe set
    /// keeps it.
    /// </summary>
    /// <param name="result">The analysis.</param>
    /// <param name="width">Width on paper.</param>
    public static Figure CostPerSite(FenceResult result, FigureWidth width = FigureWidth.Page)
    {
        ArgumentNullException.ThrowIfNull(result);
        bool isPerOperation = result.TimedOperations > 0;
        double operations = isPerOperation ? result.TimedOperations : 1;
        double largest = result.Sites.Select(s => s.Cycles / operations).DefaultIfEmpty(0).Max();
        List<Bar> bars = [.. result.Sites.Select(site => BarOf(site, site.Cycles / operations, largest))];
        BarChart chart = new(width, isPerOperation ? "cost (cycles per operation)" : "cost in the timed run (cycles)", bars, bars.Count == 0 ? [] :
        [
            new("needed", Needed),
            new("elidable alone", ElidableAlone),
            new("not reached", NotReached),
            new("stays in the cheapest safe set", null, IsMarked: true),
            new("can go", null, IsMarked: false),
        ], "no flush or fence was executed");
        return chart.ToFigure(Caption(result));
    }

    private static Bar BarOf(FenceSite site, double cycles, double largest)
    {
        // A bar too short to show its fill says its verdict in words.
        string verdict = cycles * 30 < largest || largest == 0 ? $" ({site.Verdict})" : "";
        // The location is what people look up last, so it stands apart from the name.
        int location = site.Site.EndsWith(')') ? site.Site.LastIndexOf(" (", StringComparison.Ordinal) : -1;
        return new Bar(
            location > 0 ? site.Site[..location] : site.Site,
            location > 0 ? site.Site[(location + 2)..^1] : "",
            cycles, Numbers.Plain(cycles) + verdict, FillOf(site.Verdict), site.InCheapestSafeSet);
    }

    private static HatchedFill FillOf(string verdict) => verdict switch
    {
        "needed" => Needed,
        "elidable alone" => ElidableAlone,
        _ => NotReached,
    };

    private static string Caption(FenceResult result)
    {
        int kept = result.Sites.Count(s => s.InCheapestSafeSet);
        string name = result.Mutant is null ? result.Structure : $"{result.Structure} ({result.Mutant})";
        return $"Cost of every flush and fence of {name} on {result.Platform}. The cheapest safe set keeps {kept} of " +
            $"{result.Sites.Count} sites: {Numbers.Plain(result.CyclesPerOpBefore)} cycles per operation become " +
            $"{Numbers.Plain(result.CyclesPerOpAfter)}. Verdicts hold for {result.Threads} threads with {result.Ops} operations each " +
            $"under {result.Model}, {result.Completeness}.";
    }
}
