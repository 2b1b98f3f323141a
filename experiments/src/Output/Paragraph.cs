namespace Sim.Experiments.Output;

/// <summary>Running text in lines of at most 100 columns.</summary>
internal static class Paragraph
{
    private const int WidthColumns = 100;

    /// <summary>Writes a text, broken between words; a longer word, such as a path, stays whole.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="text">The text, in one line.</param>
    /// <param name="indent">Spaces before every line.</param>
    public static void Write(TextWriter writer, string text, int indent = 0)
    {
        string margin = new(' ', indent);
        string line = margin;
        foreach (string word in text.Split(' '))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > WidthColumns)
            {
                writer.WriteLine(line);
                line = margin;
            }
            line += line.Length > indent ? $" {word}" : word;
        }
        writer.WriteLine(line);
    }
}
