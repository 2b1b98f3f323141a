using System.Text;
using Sim.Simulator;

namespace Sim.Explorer.Traces;

/// <summary>The command of an external checker: words, in one of which the image's path takes the place of <c>{image}</c>.</summary>
internal sealed class CommandLineTemplate
{
    private const string Image = "{image}";
    private readonly List<string> _words = [];

    /// <summary>Reads a command; words may be quoted, and no shell is involved.</summary>
    /// <exception cref="InputException">There is no word, or a quotation does not end.</exception>
    public CommandLineTemplate(string command)
    {
        StringBuilder word = new();
        bool isWord = false;
        char quote = '\0';
        foreach (char c in command)
        {
            if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isWord) { _words.Add(word.ToString()); }
                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }
        if (isWord) { _words.Add(word.ToString()); }
        if (quote != '\0') { throw new InputException($"the checker '{command}' has a quotation without an end"); }
        if (_words.Count == 0) { throw new InputException("the checker is empty, expected a command such as './check {image}'"); }
        if (!_words.Exists(one => one.Contains(Image, StringComparison.Ordinal))) { _words.Add(Image); }
    }

    /// <summary>The words for an image.</summary>
    public IReadOnlyList<string> For(string imagePath) => [.. _words.Select(word => word.Replace(Image, imagePath, StringComparison.Ordinal))];
}
