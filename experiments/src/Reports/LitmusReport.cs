using System.Globalization;
using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>Litmus tests as text: a table, what went wrong, why, and the count last.</summary>
internal static class LitmusReport
{
    private const int MaxOutcomesShown = 8;

    /// <summary>Writes the report.</summary>
    public static void Write(LitmusResult result, TextWriter writer)
    {
        ReportTable table = new ReportTable().Name("test").Name("model").Name("verdict")
            .Number("outcomes").Number("-/+").Number("states").Number("ms");
        foreach (LitmusRow row in result.Rows)
        {
            bool isListed = row.OutcomesExpected is not null;
            table.Row(row.Test, row.Model, Verdict(row),
                isListed ? $"{Quantity.Count(row.OutcomesFound)}/{Quantity.Count(row.OutcomesExpected!.Value)}" : Quantity.Count(row.OutcomesFound),
                isListed ? $"{Quantity.Count(row.Missing.Count)}/{Quantity.Count(row.Extra.Count)}" : "-",
                Quantity.Count(row.States), (row.Seconds * 1000).ToString("N1", CultureInfo.InvariantCulture));
        }
        table.WriteTo(writer);
        foreach (LitmusRow row in result.Rows.Where(row => row.Agrees == false)) { WriteFailure(row, writer); }
        foreach (LitmusRow row in result.Rows.Where(row => row.Explanation is not null)) { WriteExplanation(row, row.Explanation!, writer); }
        writer.WriteLine();
        writer.WriteLine($"{Quantity.Count(result.Passed)} passed, {Quantity.Count(result.Failed)} failed");
    }

    private static string Verdict(LitmusRow row) =>
        row.Agrees is null ? $"{row.Found} (-)" : row.Expected is null || row.Expected == row.Found ? row.Found : $"{row.Found} FAIL";

    private static void WriteFailure(LitmusRow row, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine($"FAIL {row.Test} under {row.Model}");
        if (row.Expected is not null && row.Expected != row.Found) { writer.WriteLine($"  expected {row.Expected}, found {row.Found}"); }
        WriteOutcomes("listed in the test, but impossible", row.Missing, writer);
        WriteOutcomes("possible, but not listed in the test", row.Extra, writer);
    }

    private static void WriteOutcomes(string what, IReadOnlyList<string> outcomes, TextWriter writer)
    {
        if (outcomes.Count == 0) { return; }
        writer.WriteLine($"  {what}:");
        foreach (string outcome in outcomes.Take(MaxOutcomesShown)) { writer.WriteLine($"    ({outcome})"); }
        if (outcomes.Count > MaxOutcomesShown) { writer.WriteLine($"    and {Quantity.Count(outcomes.Count - MaxOutcomesShown)} more"); }
    }

    private static void WriteExplanation(LitmusRow row, LitmusExplanation explanation, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine(explanation.Outcome is { } outcome
            ? $"ALLOWED {row.Test} under {row.Model}: a shortest execution with ({outcome})"
            : $"FORBIDDEN {row.Test} under {row.Model}: none of the {Quantity.Of(row.OutcomesFound, "outcome")} satisfies the condition");
        for (int i = 0; i < explanation.Steps.Count; i++) { writer.WriteLine($"  {i + 1,3}  {explanation.Steps[i]}"); }
        foreach (string reason in explanation.Reasons) { writer.WriteLine($"  {reason}"); }
    }
}
