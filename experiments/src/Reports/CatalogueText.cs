using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>The catalogue as text.</summary>
internal static class CatalogueText
{
    /// <summary>Writes structures, mutants and platforms.</summary>
    public static void Write(Catalogue catalogue, TextWriter writer)
    {
        ReportTable structures = new ReportTable().Name("structure").Text("what it is").Text("operations").Number("mutants");
        ReportTable mutants = new ReportTable().Name("structure").Name("mutant").Text("what is wrong");
        foreach (CatalogueStructure structure in catalogue.Structures)
        {
            structures.Row(structure.Name, structure.Title, string.Join(", ", structure.Operations), Quantity.Count(structure.Mutants.Count));
            foreach (CatalogueMutant mutant in structure.Mutants) { mutants.Row(structure.Name, mutant.Name, mutant.Description); }
        }
        ReportTable platforms = new ReportTable().Name("platform").Name("persistency model");
        foreach (CataloguePlatform platform in catalogue.Platforms) { platforms.Row(platform.Name, platform.Model); }

        writer.WriteLine($"{Quantity.Of(catalogue.Structures.Count, "structure")}, "
            + $"{Quantity.Of(catalogue.Structures.Sum(structure => structure.Mutants.Count), "mutant")}, {Quantity.Of(catalogue.Platforms.Count, "platform")}");
        structures.WriteTo(writer);
        mutants.WriteTo(writer);
        platforms.WriteTo(writer);
    }
}
