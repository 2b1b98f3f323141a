namespace Sim.Experiments.Mutants;

/// <summary>What the explorer says about one mutant.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Mutant">The mutant's name.</param>
/// <param name="Verdict"><c>found</c>, <c>equivalent</c> (explored completely within the bound, nothing differs) or <c>survived</c>.</param>
/// <param name="Oracle">The property that the counterexample breaks; empty unless found.</param>
/// <param name="Workload">The smallest workload that shows it, as threads x operations and its name; else the bound.</param>
/// <param name="Seconds">Wall-clock seconds, over all bounds tried.</param>
internal sealed record MutantVerdict(string Structure, string Mutant, string Verdict, string Oracle, string Workload, double Seconds)
{
    /// <summary>The verdict of a mutant with a counterexample.</summary>
    public const string Found = "found";

    /// <summary>The verdict of a mutant that nothing within the bound tells from the correct structure.</summary>
    public const string Equivalent = "equivalent";

    /// <summary>The verdict of a mutant that should have been found, or whose exploration did not end.</summary>
    public const string Survived = "survived";
}
