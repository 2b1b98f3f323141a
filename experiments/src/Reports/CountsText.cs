using Sim.Experiments.Counts;
using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>Published and measured counts as text.</summary>
internal static class CountsText
{
    /// <summary>Writes the answer and the table.</summary>
    public static void Write(CountsResult result, TextWriter writer)
    {
        int within = result.Counts.Count(count => count.Within);
        writer.WriteLine($"{(result.Within ? "WITHIN" : "NOT WITHIN")} {within} of {Quantity.Of(result.Counts.Count, "row")}: instructions per operation, "
            + "published | measured; alloc: flushes of the allocator's cursor, which the originals lack");
        ReportTable table = new ReportTable().Name("structure").Name("of").Number("operations").Number("flushes").Number("nt stores")
            .Number("fences").Number("locked").Number("alloc").Name("within");
        ReportTable rows = new ReportTable().Name("structure").Name("of").Text("workload").Text("a paper: flushes / fences");
        foreach (CountComparison count in result.Counts)
        {
            table.Row(count.Structure, count.Operation, Quantity.Count(count.Operations),
                Pair(count.Published.Flushes, count.Measured.Flushes), Pair(count.Published.NonTemporalStores, count.Measured.NonTemporalStores),
                Pair(count.Published.Fences, count.Measured.Fences), Quantity.Decimal(count.Measured.Locked),
                Quantity.Decimal(count.Measured.AllocatorFlushes), count.Within ? "yes" : "NO");
            rows.Row(count.Structure, count.Operation, count.Workload, count.Paper);
        }
        table.WriteTo(writer);
        rows.WriteTo(writer);
    }

    private static string Pair(double published, double measured) => $"{Quantity.Decimal(published)} | {Quantity.Decimal(measured)}";
}
