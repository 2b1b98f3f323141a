using System.Globalization;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>Reads one line of a litmus file from left to right; every complaint names the file, the line and the column.</summary>
/// <param name="file">The file's name, for complaints.</param>
/// <param name="number">The line's number, from 1.</param>
/// <param name="text">The line, without its comment.</param>
internal sealed class LitmusLine(string file, int number, string text)
{
    private const int MaxQuotedLength = 40;

    private int _position;

    /// <summary>The line's number, from 1.</summary>
    public int Number => number;

    /// <summary>Where the next token starts, from 0.</summary>
    public int Position
    {
        get
        {
            SkipSpaces();
            return _position;
        }
    }

    /// <summary>Whether only spaces are left.</summary>
    public bool IsAtEnd => Position == text.Length;

    /// <summary>The next character, or a NUL at the end.</summary>
    public char Next => IsAtEnd ? '\0' : text[_position];

    /// <summary>Takes a symbol if it comes next.</summary>
    public bool TryTake(string symbol)
    {
        SkipSpaces();
        if (!text.AsSpan(_position).StartsWith(symbol, StringComparison.Ordinal)) { return false; }
        _position += symbol.Length;
        return true;
    }

    /// <summary>Takes a symbol.</summary>
    /// <exception cref="InputException">Something else comes next.</exception>
    public void Take(string symbol)
    {
        if (!TryTake(symbol)) { throw Expected($"'{symbol}'"); }
    }

    /// <summary>Takes the line if it consists of a word only.</summary>
    public bool TryTakeWhole(string word)
    {
        bool isWhole = text.AsSpan().Trim().SequenceEqual(word);
        if (isWhole) { _position = text.Length; }
        return isWhole;
    }

    /// <summary>Takes the letters, digits and underscores that come next; may be empty.</summary>
    public string TakeName()
    {
        SkipSpaces();
        int start = _position;
        while (_position < text.Length && IsNameCharacter(text[_position])) { _position++; }
        return text[start.._position];
    }

    /// <summary>Takes everything up to the next space.</summary>
    /// <param name="expected">What should stand there.</param>
    /// <exception cref="InputException">The line is at its end.</exception>
    public string TakeWord(string expected)
    {
        if (IsAtEnd) { throw Expected(expected); }
        int start = _position;
        while (_position < text.Length && !char.IsWhiteSpace(text[_position])) { _position++; }
        return text[start.._position];
    }

    /// <summary>Takes the rest of the line.</summary>
    public string TakeRest()
    {
        int start = Position;
        _position = text.Length;
        return text[start..].TrimEnd();
    }

    /// <summary>Takes an integer of 64 bits.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public long TakeInteger()
    {
        int start = Position;
        int end = start < text.Length && text[start] == '-' ? start + 1 : start;
        while (end < text.Length && char.IsAsciiDigit(text[end])) { end++; }
        if (!long.TryParse(text.AsSpan(start, end - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            || (end < text.Length && IsNameCharacter(text[end])))
        {
            throw Expected("an integer of 64 bits");
        }
        _position = end;
        return value;
    }

    /// <summary>Takes a dash that begins no number.</summary>
    public bool TryTakeDash()
    {
        int start = Position;
        bool isDash = start < text.Length && text[start] == '-' && (start + 1 == text.Length || !char.IsAsciiDigit(text[start + 1]));
        if (isDash) { _position++; }
        return isDash;
    }

    /// <summary>Makes sure that nothing is left.</summary>
    /// <exception cref="InputException">Something is left.</exception>
    public void TakeEnd()
    {
        if (!IsAtEnd) { throw Expected("the end of the line"); }
    }

    /// <summary>The complaint that something else comes next.</summary>
    /// <param name="expected">What should come next.</param>
    public InputException Expected(string expected) => Expected(expected, Position);

    /// <summary>The complaint about what stands at a place of the line.</summary>
    /// <param name="expected">What should stand there.</param>
    /// <param name="position">The place, from 0.</param>
    public InputException Expected(string expected, int position) => Complaint($"found {Quote(position)}, expected {expected}", position);

    /// <summary>A complaint at a place of the line.</summary>
    /// <param name="message">What is wrong there.</param>
    /// <param name="position">The place, from 0.</param>
    public InputException Complaint(string message, int position) => new($"{file}:{number}:{position + 1}: {message}");

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private void SkipSpaces()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position])) { _position++; }
    }

    private string Quote(int position)
    {
        if (position >= text.Length) { return "the end of the line"; }
        int end = position + (text[position] == '-' ? 1 : 0);
        while (end < text.Length && IsNameCharacter(text[end])) { end++; }
        string token = text[position..Math.Max(end, position + 1)];
        return token.Length <= MaxQuotedLength ? $"'{token}'" : $"'{token[..MaxQuotedLength]}...'";
    }
}
