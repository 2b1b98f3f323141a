using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class LitmusExecutionsTests
{
    public static TheoryData<string, string> FilesAndModels
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string name in LitmusFiles.Names)
            {
                LitmusTest test = LitmusFiles.Read(name);
                foreach (LitmusVerdict verdict in test.Verdicts.Where(verdict => LitmusExecutions.Models.ContainsKey(verdict.Model)))
                {
                    rows.Add(name, verdict.Model);
                }
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(FilesAndModels))]
    public void The_machine_finds_exactly_the_outcomes_of_the_model(string name, string model)
    {
        LitmusTest test = LitmusFiles.Read(name);

        IReadOnlySet<string> outcomes = LitmusExecutions.Of(test, model).Outcomes;

        Assert.Equal(test.Outcomes[model].Order(StringComparer.Ordinal), outcomes.Order(StringComparer.Ordinal));
        bool isAllowed = outcomes.Any(outcome => LitmusOutcome.Satisfies(outcome, test.Exists));
        Assert.Equal(test.Verdicts.Single(verdict => verdict.Model == model).IsAllowed, isAllowed);
    }

    [Fact]
    public void There_are_92_verdicts_for_machines_of_their_own() => Assert.Equal(92, FilesAndModels.Count);
}
