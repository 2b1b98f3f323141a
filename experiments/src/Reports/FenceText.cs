using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>A fence analysis as text: what can go and what that saves first, then every site.</summary>
internal static class FenceText
{
    /// <summary>The line that answers the question.</summary>
    public static string Headline(FenceResult result)
    {
        string subject = $"{result.Structure}{(result.Mutant is null ? "" : $" with {result.Mutant}")} on {result.Platform}";
        if (IsViolated(result)) { return $"VIOLATION {subject}: wrong as written, with every flush and fence"; }
        int elided = result.Sites.Count(site => !site.InCheapestSafeSet);
        string saving = $"{Quantity.Count(result.CyclesPerOpBefore)} -> {Quantity.Count(result.CyclesPerOpAfter)} cycles/op "
            + $"(-{Quantity.Share(result.CyclesPerOpBefore - result.CyclesPerOpAfter, result.CyclesPerOpBefore)})";
        return IsComplete(result)
            ? $"{subject}: {elided} of {Quantity.Of(result.Sites.Count, "flush and fence site")} can go, {saving}"
            : $"CUT SHORT {subject}: the sites below are not all decided";
    }

    /// <summary>Whether the structure is wrong as written; then no site is judged.</summary>
    public static bool IsViolated(FenceResult result) => result.Verdict == "violated";

    /// <summary>Whether the cheapest safe set is proved within the bound.</summary>
    public static bool IsComplete(FenceResult result) => result.Completeness == "complete";

    /// <summary>Writes the whole report.</summary>
    /// <param name="result">The analysis.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(FenceResult result, TextWriter writer)
    {
        writer.WriteLine(Headline(result));
        writer.WriteLine($"bound {Quantity.Of(result.Threads, "thread")} x {Quantity.Of(result.Ops, "operation")}, {result.Model}: "
            + $"{Quantity.Of(result.Explorations, "exploration")}, {Quantity.Of(result.CodeRuns, "operation run")}, "
            + $"{Quantity.Of(result.Clauses.Count, "clause")}, {Quantity.Decimal(result.Seconds)} s");
        if (result.ExploredGeometry is not null)
        {
            Paragraph.Write(writer, $"'can go' means: can go within the explored bound, in the {result.ExploredGeometry} geometry; "
                + $"the cycles are those of the {result.TimedGeometry} geometry. "
                + AssumptionText.Of(result.Platform, result.PlatformParameters, result.PlatformAssumptions));
        }
        double operations = result.TimedOperations;
        ReportTable table = new ReportTable().Name("instruction").Text("persist step").Text("where").Number("per op").Number("cycles/op")
            .Name("verdict").Name("keep");
        foreach (FenceSite site in result.Sites)
        {
            table.Row(site.Kind, site.Label, $"{site.Member}:{site.Line}", Quantity.Decimal(site.Executions / operations),
                Quantity.Decimal(site.Cycles / operations), site.Verdict, site.InCheapestSafeSet ? "keep" : "can go");
        }
        table.WriteTo(writer);
    }
}
