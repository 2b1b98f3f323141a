using Sim.Explorer.Agreement;

namespace Sim.Explorer.Tests;

public sealed class ModelAgreementTests
{
    [Theory]
    [InlineData("sc", 2, 1, 188)]
    [InlineData("tso", 2, 1, 188)]
    [InlineData("px86", 2, 1, 188)]
    [InlineData("px86-line", 2, 1, 188)]
    [InlineData("eadr", 2, 1, 188)]
    [InlineData("epoch", 2, 2, 2_816)]
    [InlineData("strand", 2, 2, 2_816)]
    public void Machine_and_axioms_agree_on_every_program_up_to_a_bound(string model, int threads, int instructions, int programCount)
    {
        AgreementReport report = new ModelAgreement(model).Exhaust(threads, instructions, stop: TestContext.Current.CancellationToken);

        Assert.True(report.Smallest is null, report.Smallest?.Program);
        Assert.Equal(programCount, report.ProgramCount);
        Assert.Equal(programCount, new ModelAgreement(model).Count(threads, instructions));
    }

    [Theory]
    [InlineData("px86", 2, 3)]
    [InlineData("px86-line", 2, 3)]
    [InlineData("eadr", 2, 3)]
    [InlineData("tso", 3, 2)]
    [InlineData("epoch", 3, 2)]
    [InlineData("strand", 2, 4)]
    public void They_agree_on_larger_programs_drawn_at_random(string model, int threads, int instructions)
    {
        AgreementReport report = new ModelAgreement(model).Sample(threads, instructions, count: 1_000, seed: 11, stop: TestContext.Current.CancellationToken);

        Assert.True(report.Smallest is null, report.Smallest?.Program);
        Assert.Equal(1_000, report.ProgramCount);
    }

    [Fact]
    public void Random_programs_do_not_depend_on_who_draws_them()
    {
        Agreement.RandomPrograms programs = new(InstructionKind.Of(Litmus.LitmusArchitecture.X86), 2, 3, seed: 5);

        Assert.Equal(programs.Program(41).SelectMany(thread => thread), new Agreement.RandomPrograms(InstructionKind.Of(Litmus.LitmusArchitecture.X86), 2, 3, seed: 5).Program(41).SelectMany(thread => thread));
        Assert.NotEqual(programs.Program(41).SelectMany(thread => thread), programs.Program(42).SelectMany(thread => thread));
    }
}
