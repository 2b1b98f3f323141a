using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures.Tests;

/// <summary>The operators m1 to m8 and m10 at every site of a small structure: how many are found, and which are equivalent.</summary>
public sealed class GenericMutantTests
{
    /// <summary>A changed number is a finding about the structure or the operators.</summary>
    [Theory]
    [InlineData("one-line-log", 12, 19)]
    [InlineData("redo-vector", 27, 23)]
    public void Every_generic_mutant_is_found_or_holds_completely_explored(string name, int found, int equivalent)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Small);
        SiteSurvey survey = new();
        Assert.Equal("holds", Bound.TwoByTwo(new SurveyedStructure(structure, survey)).Result.Verdict);
        Mutant[] mutants = [.. GenericMutants.Of(survey).Where(mutant => !mutant.IsHarmless)];

        ExploreReport[] reports = [.. mutants.Select(mutant => Bound.TwoByTwo(new MutantStructure(structure, mutant)))];

        Assert.Equal((found, equivalent), (reports.Count(report => report.Result.Verdict == "violated"), reports.Count(report => report.Result.Verdict == "holds")));
        Assert.All(reports.Where(report => report.Result.Verdict == "holds"), report => Assert.Equal("complete", report.Result.Completeness));
    }

    [Fact]
    public void A_generic_mutant_is_found_by_its_name_and_needs_no_label()
    {
        IStructure structure = StructureCatalogue.Create("one-line-log", StructureScale.Small);
        SiteSurvey survey = new();
        Bound.TwoByTwo(new SurveyedStructure(structure, survey));

        Assert.All(GenericMutants.Of(survey), mutant => Assert.Equal(
            mutant with { Label = "", Description = "" },
            StructureCatalogue.FindMutant(structure, mutant.Name) with { Label = "", Description = "" }));
    }
}
