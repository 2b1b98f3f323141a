using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class ExplanationTests
{
    public static TheoryData<string, string> TestsAndModels => [.. AxiomaticJudgeTests.TestsAndModels.Where(row => AxiomaticJudge.Explains(row.Data.Item2))];

    [Theory]
    [MemberData(nameof(TestsAndModels))]
    public void A_forbidden_condition_is_explained_by_cycles_and_an_allowed_one_by_a_consistent_execution(string name, string model)
    {
        LitmusTest test = LitmusFiles.Read(name);

        AxiomaticExplanation explanation = AxiomaticJudge.Explain(test, model);

        Assert.Equal(test.Verdicts.Single(verdict => verdict.Model == model).IsAllowed, explanation.IsAllowed);
        Assert.Equal(explanation.IsAllowed, explanation is { ViolationCount: 0, Eras.Count: > 0 });
        foreach (AxiomViolation violation in explanation.Eras.SelectMany(era => era.Violations))
        {
            Assert.NotEmpty(violation.Cycle);
            Assert.All(violation.Cycle.Zip([.. violation.Cycle.Skip(1), violation.Cycle[0]]), pair => Assert.Same(pair.First.Target, pair.Second.Source));
        }
    }

    [Fact]
    public void The_flush_and_the_fence_that_forbid_an_outcome_are_named() => Assert.Equal(
    [
        "P0: st x,1",
        "P0: clflushopt x",
        "P0: r1 = xchg z,1 (reads 0, writes 1), the initial value",
        "P0: st y,1, persisted",
        "violates nvo: the persisted set is closed under nvo; P-clwb: domain(pf;[FO];po;[MF|SF|U])",
        "  P0: st x,1 --pf--> P0: clflushopt x",
        "  P0: clflushopt x --po--> P0: r1 = xchg z,1 (reads 0, writes 1)",
        "  P0: r1 = xchg z,1 (reads 0, writes 1) --dob-read--> P0: st y,1",
        "  P0: st y,1 --persisted without--> P0: st x,1",
    ], AxiomaticJudge.Explain(LitmusFiles.Read("px-clflushopt-rmw"), "px86").Eras.Single().Lines());

    [Fact]
    public void A_recovery_is_explained_together_with_the_program_before_it()
    {
        AxiomaticExplanation explanation = AxiomaticJudge.Explain(LitmusFiles.Read("rc-read-back"), "px86");

        Assert.Equal(["x=0,y=1", "R0:r1=0,R0:r2=1,x=0,y=1"], explanation.Eras.Select(era => era.Outcome));
    }
}
