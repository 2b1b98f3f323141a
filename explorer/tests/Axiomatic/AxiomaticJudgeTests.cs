using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class AxiomaticJudgeTests
{
    public static TheoryData<string, string> TestsAndModels
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (string name in LitmusFiles.Names)
            {
                foreach (LitmusVerdict verdict in LitmusFiles.Read(name).Verdicts.Where(verdict => AxiomaticJudge.Supports(verdict.Model)))
                {
                    rows.Add(name, verdict.Model);
                }
            }
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(TestsAndModels))]
    public void The_judge_alone_finds_the_verdict_and_exactly_the_outcomes(string name, string model)
    {
        LitmusTest test = LitmusFiles.Read(name);

        IReadOnlySet<string> outcomes = AxiomaticJudge.Outcomes(test, model);

        Assert.Equal(test.Outcomes[model].Order(StringComparer.Ordinal), outcomes.Order(StringComparer.Ordinal));
        Assert.Equal(test.Verdicts.Single(verdict => verdict.Model == model).IsAllowed, outcomes.Any(outcome => test.Exists.IsSatisfiedBy(Values(outcome))));
    }

    private static Func<string, long?> Values(string outcome)
    {
        Dictionary<string, long?> values = outcome.Split(',').Select(part => part.Split('='))
            .ToDictionary(part => part[0], part => part[1] == "-" ? (long?)null : long.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture));
        return name => values[name];
    }
}
