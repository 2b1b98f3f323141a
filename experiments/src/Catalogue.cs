using Sim.Simulator;
using Sim.Structures;

namespace Sim.Experiments;

/// <summary>Everything that can be named on the command line.</summary>
/// <param name="Structures">The structures.</param>
/// <param name="Platforms">The platform presets.</param>
internal sealed record Catalogue(IReadOnlyList<CatalogueStructure> Structures, IReadOnlyList<CataloguePlatform> Platforms)
{
    /// <summary>Collects the catalogue.</summary>
    public static Catalogue Create() => new(
        [.. StructureCatalogue.Names.Select(name => CatalogueStructure.Of(StructureCatalogue.Create(name, StructureScale.Small)))],
        [.. Platform.Names.Select(name => new CataloguePlatform(name, Platform.Load(name).Model))]);
}

/// <summary>A structure on offer.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">What it is, in one line.</param>
/// <param name="Source">The paper that it follows.</param>
/// <param name="Operations">The names of its operations.</param>
/// <param name="Mutants">Its seeded defects.</param>
internal sealed record CatalogueStructure(string Name, string Title, string Source, IReadOnlyList<string> Operations,
    IReadOnlyList<CatalogueMutant> Mutants)
{
    /// <summary>Describes a structure.</summary>
    public static CatalogueStructure Of(IStructure structure) => new(structure.Name, structure.Title, structure.Source,
        [.. structure.Operations.Select(operation => operation.Name)],
        [.. structure.Mutants.Select(mutant => new CatalogueMutant(mutant.Name, mutant.Description))]);
}

/// <summary>A seeded defect on offer.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Description">What is wrong, in one sentence.</param>
internal sealed record CatalogueMutant(string Name, string Description);

/// <summary>A platform preset on offer.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Model">Its persistency model.</param>
internal sealed record CataloguePlatform(string Name, string Model);
