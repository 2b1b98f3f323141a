using Sim.Experiments.Output;

namespace Sim.Experiments.Tests.Output;

public sealed class ReportTableTests
{
    [Fact]
    public void Numbers_stand_on_the_right_and_lines_have_no_trailing_blanks()
    {
        using StringWriter writer = new() { NewLine = "\n" };

        new ReportTable().Name("cause").Number("cycles").Row("fence wait", "1,234").Row("issue", "5").WriteTo(writer);

        Assert.Equal("""

              cause        cycles
            ───────────────────────
              fence wait    1,234
              issue             5

            """, writer.ToString());
    }

    [Fact]
    public void A_long_text_wraps_within_100_columns()
    {
        using StringWriter writer = new();

        new ReportTable().Name("name").Text("text").Row("x", string.Join(' ', Enumerable.Repeat("word", 60))).WriteTo(writer);

        Assert.All(writer.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Equal(60, writer.ToString().Split("word").Length - 1);
    }
}
