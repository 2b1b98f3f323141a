using Sim.Experiments.Output;

namespace Sim.Experiments.Tests.Output;

public sealed class ParagraphTests
{
    [Fact]
    public void A_long_text_breaks_between_words_and_keeps_its_indent()
    {
        string text = string.Join(' ', Enumerable.Range(100, 60));

        string[] lines = Write(text, indent: 2);

        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        Assert.All(lines, line => Assert.StartsWith("  1", line, StringComparison.Ordinal));
        Assert.Equal(text, string.Join(' ', lines.Select(line => line.Trim())));
    }

    [Fact]
    public void A_word_that_is_too_long_stays_whole() =>
        Assert.Equal(["see", new string('x', 120), "there"], Write($"see {new string('x', 120)} there", indent: 0));

    private static string[] Write(string text, int indent)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        Paragraph.Write(writer, text, indent);
        return writer.ToString().TrimEnd('\n').Split('\n');
    }
}
