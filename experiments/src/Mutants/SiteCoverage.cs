using Sim.Simulator.Mutation;

namespace Sim.Experiments.Mutants;

/// <summary>A persist site and where exploration reached it.</summary>
/// <param name="Location">File name and line.</param>
/// <param name="Instruction">The instruction.</param>
/// <param name="Label">The persist step's name.</param>
/// <param name="InCreation">Whether creation reached it.</param>
/// <param name="InOperation">Whether an operation reached it.</param>
/// <param name="InRecovery">Whether recovery reached it.</param>
/// <param name="Count">How often code reached it; code runs once for each behaviour.</param>
internal sealed record SiteCoverage(string Location, string Instruction, string Label, bool InCreation, bool InOperation, bool InRecovery, long Count)
{
    /// <summary>Whether the site persists anything: a flush, a fence or a non-temporal store.</summary>
    public bool IsPersist => Instruction is not ("store" or "cas");

    /// <summary>Describes a surveyed site.</summary>
    public static SiteCoverage Of(SurveyedSite site) => new(site.Site.Location, site.Site.Instruction, site.Site.Label,
        site.Phases.HasFlag(SurveyPhases.Creation), site.Phases.HasFlag(SurveyPhases.Operation), site.Phases.HasFlag(SurveyPhases.Recovery), site.Count);
}
