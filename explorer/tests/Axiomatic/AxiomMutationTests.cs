using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>The tests can tell every part of every model: without it, some test has other outcomes.</summary>
public sealed class AxiomMutationTests
{
    // Proved invisible in crash states and final states:
    // - Pf: without the edge from a covered write to its flush, a flush may also cover what it precedes. That only adds
    //   executions that persist more, next to those in which it does not cover it.
    // - fob-clflush-line: whatever a clwb must cover because of an earlier clflush of its line, that clflush covers already.
    // - external/Fri on Arm: all that is ordered before a load (by a barrier, an acquire, a dependency, or the store that it
    //   returns) is also ordered before a later store of its thread to the same location.
    [Theory]
    [InlineData("sc")]
    [InlineData("tso px86 px86-line eadr", "external/fob-clflush-line", "external/Pf")]
    [InlineData("armv8 parmv8", "external/Fri", "external/Pf")]
    [InlineData("epoch strand")]
    [InlineData("rp arp")]
    public void Without_any_part_of_a_model_some_test_has_other_outcomes(string family, params string[] invisible)
    {
        AxiomaticModel[] models = [.. family.Split(' ').Select(AxiomaticModel.Of)];
        (string Model, LitmusTest Test)[] tests =
        [
            .. LitmusFiles.Names.Select(LitmusFiles.Read).SelectMany(test => test.Outcomes.Keys.Select(model => (model, test))),
            .. AxiomTests.Tests,
        ];

        // The parts of the axiom sc are the same objects in every model that uses it.
        IEnumerable<string> parts = models.SelectMany(model => model.Parts()).Distinct().Where(part => family == "sc" || !part.StartsWith("sc/", StringComparison.Ordinal));
        IEnumerable<string> survivors = parts.Where(part => models.All(model =>
            tests.All(test => test.Model != model.Name || IsSame(test.Test, model, model.Without(part)))));

        Assert.Equal(string.Join(' ', invisible), string.Join(' ', survivors));
    }

    private static bool IsSame(LitmusTest test, AxiomaticModel model, AxiomaticModel mutant) =>
        AxiomaticJudge.Outcomes(test, model).SetEquals(AxiomaticJudge.Outcomes(test, mutant));
}
