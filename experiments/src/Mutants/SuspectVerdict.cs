namespace Sim.Experiments.Mutants;

/// <summary>What the explorer says about a suspected defect of public code.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Mutant">The mutant that does the same here.</param>
/// <param name="Claim">What the public code does.</param>
/// <param name="Verdict"><c>confirmed</c>, <c>refuted</c> within the bound, or <c>outside the bound</c>.</param>
/// <param name="Oracle">The property that the counterexample breaks; empty unless confirmed.</param>
/// <param name="Workload">The smallest workload that shows it, or the bound.</param>
internal sealed record SuspectVerdict(string Structure, string Mutant, string Claim, string Verdict, string Oracle, string Workload)
{
    /// <summary>Reads a mutant's verdict as that of the suspect.</summary>
    public static SuspectVerdict Of(Structures.Suspect suspect, MutantVerdict verdict) => new(suspect.Structure, suspect.Mutant.Name, suspect.Claim,
        verdict.Verdict switch
        {
            MutantVerdict.Found => "confirmed",
            MutantVerdict.Equivalent => "refuted",
            _ => "outside the bound",
        },
        verdict.Oracle, verdict.Workload);
}

/// <summary>All suspects judged.</summary>
/// <param name="Suspects">One entry for each.</param>
internal sealed record SuspectsResult(IReadOnlyList<SuspectVerdict> Suspects);
