using Sim.Explorer.Agreement;

namespace Sim.Explorer.Tests;

public sealed class ModelAgreementTests
{
    [Theory]
    [InlineData("sc", 2, 1)]
    [InlineData("tso", 2, 1)]
    [InlineData("px86", 2, 1)]
    [InlineData("px86-line", 2, 1)]
    [InlineData("eadr", 2, 1)]
    public void Machine_and_axioms_agree_on_every_program_up_to_a_bound(string model, int threads, int instructions)
    {
        AgreementReport report = new ModelAgreement(model).Exhaust(threads, instructions, stop: TestContext.Current.CancellationToken);

        Assert.True(report.Smallest is null, report.Smallest?.Program);
        Assert.Equal(new ModelAgreement(model).Count(threads, instructions), report.ProgramCount);
    }
}
