namespace Sim.Explorer.Agreement;

/// <summary>An instruction of a generated program up to the choice of values and registers: a kind and the words it names.</summary>
/// <remarks>
/// There are two lines of two words: words 0 and 1 are on the first line, words 2 and 3 on the second. A line is named by its
/// first word, two words by the smaller one first.
/// </remarks>
/// <param name="Kind">The kind.</param>
/// <param name="Word">The word named, or -1.</param>
/// <param name="OtherWord">The other word of a wide store, or -1.</param>
internal readonly record struct ProgramLetter(InstructionKind Kind, int Word, int OtherWord)
{
    /// <summary>Words of a generated program.</summary>
    public const int WordCount = 4;

    /// <summary>Words on a line.</summary>
    public const int WordsPerLine = 2;

    /// <summary>All letters of some kinds.</summary>
    public static IReadOnlyList<ProgramLetter> Of(IEnumerable<InstructionKind> kinds) => [.. kinds.SelectMany(kind => kind.Access switch
    {
        Access.Word => Enumerable.Range(0, WordCount).Select(word => new ProgramLetter(kind, word, -1)),
        Access.Line => Enumerable.Range(0, WordCount / WordsPerLine).Select(line => new ProgramLetter(kind, line * WordsPerLine, -1)),
        Access.TwoWords => Enumerable.Range(0, WordCount).SelectMany(word =>
            Enumerable.Range(word + 1, WordCount - word - 1).Select(other => new ProgramLetter(kind, word, other))),
        _ => [new ProgramLetter(kind, -1, -1)],
    })];

    /// <summary>The letter after a renaming of the words that keeps lines together.</summary>
    /// <param name="wordOf">The new name of each word.</param>
    public ProgramLetter Rename(IReadOnlyList<int> wordOf)
    {
        switch (Kind.Access)
        {
            case Access.Word:
                return this with { Word = wordOf[Word] };
            case Access.Line:
                return this with { Word = wordOf[Word] / WordsPerLine * WordsPerLine };
            case Access.TwoWords:
                (int one, int other) = (wordOf[Word], wordOf[OtherWord]);
                return this with { Word = Math.Min(one, other), OtherWord = Math.Max(one, other) };
            default:
                return this;
        }
    }

    /// <summary>The renamings that keep lines together: the lines may change places, and the words of each line.</summary>
    public static IReadOnlyList<int[]> Renamings { get; } =
    [
        [0, 1, 2, 3], [1, 0, 2, 3], [0, 1, 3, 2], [1, 0, 3, 2],
        [2, 3, 0, 1], [3, 2, 0, 1], [2, 3, 1, 0], [3, 2, 1, 0],
    ];
}
