namespace Sim.Experiments.Tests.Commands;

public sealed class ModelsCommandTests
{
    [Fact]
    public void A_table_fits_into_100_columns_and_becomes_a_figure()
    {
        using TemporaryFolder folder = new();

        Invocation sim = Invocation.Of("models", "--model", "sc", "--out", folder["models"]);

        Assert.Equal(0, sim.ExitCode);
        Assert.Matches(@"\n +W +y +y +y +y +st\n", sim.Output);
        Assert.All(sim.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(["models/models.pdf", "models/models.png", "models/models.svg", "models/result.json"], folder.Files);
    }

    [Fact]
    public void An_unknown_model_is_refused() => Invocation.Of("models", "--model", "vax").AssertRefused("unknown model 'vax'");
}
