using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>How far a platform's numbers can be trusted, in one sentence.</summary>
internal static class AssumptionText
{
    /// <summary>The sentence that goes with every simulated time.</summary>
    /// <param name="platform">The platform's name.</param>
    /// <param name="parameters">How many parameters it has.</param>
    /// <param name="assumptions">How many of them are assumptions.</param>
    public static string Of(string platform, int parameters, int assumptions) =>
        $"{Quantity.Count(assumptions)} of the {Quantity.Of(parameters, "parameter")} of {platform} are assumptions.";
}
