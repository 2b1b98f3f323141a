using Sim.Experiments.Mutants;
using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>The verdicts about mutants as text.</summary>
internal static class MutantsText
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Writes the answer, the sums of every structure, and the table of its mutants.</summary>
    /// <param name="result">The verdicts.</param>
    /// <param name="showsSites">Whether to list the persist sites reached.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(MutantsResult result, bool showsSites, TextWriter writer)
    {
        bool isPerfect = result.Survived == 0 && result.FalseAlarms == 0;
        writer.WriteLine($"{(isPerfect ? "NONE SURVIVES" : "NOT ALL FOUND")} {Quantity.Of(result.Mutants, "mutant")} of "
            + $"{Quantity.Of(result.Structures, "structure")}: {Quantity.Count(result.Found)} found, {Quantity.Count(result.Equivalent)} equivalent within "
            + $"the bound, {Quantity.Count(result.Survived)} survived; {Quantity.Of(result.FalseAlarms, "false alarm")}");
        writer.WriteLine($"bound: {MutantCampaign.LargestBound}");
        ReportTable sums = new ReportTable().Name("structure").Name("as written").Number("mutants").Number("found").Number("equivalent")
            .Number("survived").Number("s");
        foreach (MutantCampaignResult structure in result.Details)
        {
            sums.Row(structure.Structure, structure.Holds ? "holds" : "FLAGGED", Quantity.Count(structure.Verdicts.Count),
                Quantity.Count(structure.Count(MutantVerdict.Found)), Quantity.Count(structure.Count(MutantVerdict.Equivalent)),
                Quantity.Count(structure.Count(MutantVerdict.Survived)), Quantity.Decimal(structure.Verdicts.Sum(mutant => mutant.Seconds)));
        }
        sums.WriteTo(writer);
        foreach (MutantCampaignResult structure in result.Details)
        {
            WriteMutants(structure, writer);
            if (showsSites) { WriteSites(structure, writer); }
        }
    }

    private static void WriteMutants(MutantCampaignResult structure, TextWriter writer)
    {
        ReportTable table = new ReportTable().Name(structure.Structure).Name("verdict").Text("oracle").Text("smallest workload").Number("ms");
        foreach (MutantVerdict mutant in structure.Verdicts)
        {
            table.Row(mutant.Mutant, mutant.Verdict, mutant.Oracle, mutant.Workload, Quantity.Count(mutant.Seconds * MillisecondsPerSecond));
        }
        table.WriteTo(writer);
    }

    private static void WriteSites(MutantCampaignResult structure, TextWriter writer)
    {
        ReportTable table = new ReportTable().Name($"{structure.Structure}: persist site").Name("instruction").Text("step")
            .Name("creation").Name("operation").Name("recovery").Number("reached");
        foreach (SiteCoverage site in structure.Sites.Where(site => site.IsPersist))
        {
            table.Row(site.Location, site.Instruction, site.Label, Tick(site.InCreation), Tick(site.InOperation), Tick(site.InRecovery),
                Quantity.Count(site.Count));
        }
        table.WriteTo(writer);
    }

    private static string Tick(bool isReached) => isReached ? "yes" : "";
}
