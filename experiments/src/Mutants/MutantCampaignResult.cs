namespace Sim.Experiments.Mutants;

/// <summary>The verdicts about one structure and its mutants.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Holds">Whether the structure as written holds under every bound, completely explored.</param>
/// <param name="Sites">The sites that its exploration reached.</param>
/// <param name="Verdicts">One for each mutant.</param>
internal sealed record MutantCampaignResult(string Structure, bool Holds, IReadOnlyList<SiteCoverage> Sites, IReadOnlyList<MutantVerdict> Verdicts)
{
    /// <summary>How many mutants have a verdict.</summary>
    public int Count(string verdict) => Verdicts.Count(mutant => mutant.Verdict == verdict);
}

/// <summary>The verdicts about several structures, with their sums.</summary>
/// <param name="Details">One entry for each structure.</param>
internal sealed record MutantsResult(IReadOnlyList<MutantCampaignResult> Details)
{
    /// <summary>How many structures were explored.</summary>
    public int Structures => Details.Count;

    /// <summary>How many mutants were judged.</summary>
    public int Mutants => Details.Sum(structure => structure.Verdicts.Count);

    /// <summary>How many have a counterexample, or a cost that was seen.</summary>
    public int Found => Details.Sum(structure => structure.Count(MutantVerdict.Found));

    /// <summary>How many nothing within the bound tells from the correct structure.</summary>
    public int Equivalent => Details.Sum(structure => structure.Count(MutantVerdict.Equivalent));

    /// <summary>How many should have been found and were not.</summary>
    public int Survived => Details.Sum(structure => structure.Count(MutantVerdict.Survived));

    /// <summary>How many structures are flagged although nothing was changed in them.</summary>
    public int FalseAlarms => Details.Count(structure => !structure.Holds);
}
