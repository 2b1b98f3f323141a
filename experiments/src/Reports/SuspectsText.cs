using Sim.Experiments.Mutants;
using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>The verdicts about suspects as text.</summary>
internal static class SuspectsText
{
    /// <summary>Writes the answer and the table.</summary>
    public static void Write(SuspectsResult result, TextWriter writer)
    {
        int confirmed = result.Suspects.Count(suspect => suspect.Verdict == "confirmed");
        int refuted = result.Suspects.Count(suspect => suspect.Verdict == "refuted");
        writer.WriteLine($"{Quantity.Of(result.Suspects.Count, "suspect")}: {Quantity.Count(confirmed)} confirmed, {Quantity.Count(refuted)} refuted within "
            + $"the bound, {Quantity.Count(result.Suspects.Count - confirmed - refuted)} outside it");
        writer.WriteLine($"bound: {MutantCampaign.LargestBound}");
        ReportTable table = new ReportTable().Name("structure").Name("verdict").Text("what the public code does").Text("oracle").Text("shown by");
        foreach (SuspectVerdict suspect in result.Suspects)
        {
            table.Row(suspect.Structure, suspect.Verdict, suspect.Claim, suspect.Oracle, suspect.Workload);
        }
        table.WriteTo(writer);
    }
}
