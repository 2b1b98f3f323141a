using System.Globalization;
using Sim.Simulator;

namespace Sim.Explorer.Traces;

/// <summary>What a user promises about a program, for the linear-time checkers: a small text file.</summary>
/// <remarks>
/// One rule per line; <c>#</c> starts a comment. Targets are named first:
/// <code>
/// range NAME FILE OFFSET LENGTH    # bytes of a mapped file
/// site  NAME TEXT                  # stores whose call stack has TEXT: list.c:47, or a function
/// </code>
/// then rules say what must hold of them (<c>*</c> is everything):
/// <code>
/// persisted NAME before MARKER     # or "before end"; a marker may begin or end with *
/// ordered   NAME before NAME       # what was stored to the first is durable when the second is stored to
/// commit    NAME guards NAME       # while the first is not zero, recovery reads the second
/// </code>
/// </remarks>
public sealed class TraceRules
{
    /// <summary>The most targets that a file may name.</summary>
    public const int MaxTargets = 32;

    private readonly List<RuleTarget> _targets = [];
    private readonly List<TraceRule> _rules = [];
    private readonly string _file;

    private TraceRules(string file) => _file = file;

    /// <summary>The targets by number.</summary>
    internal IReadOnlyList<RuleTarget> Targets => _targets;

    /// <summary>The rules in the order of the file.</summary>
    internal IReadOnlyList<TraceRule> Rules => _rules;

    /// <summary>Reads a rules file.</summary>
    /// <exception cref="InputException">It cannot be read, or a line is no rule.</exception>
    public static TraceRules Load(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {(failure is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : failure.Message)}");
        }
    }

    /// <summary>Reads rules from a text.</summary>
    /// <param name="file">The name for messages.</param>
    /// <param name="text">The rules.</param>
    /// <exception cref="InputException">A line is no rule.</exception>
    public static TraceRules Parse(string file, string text)
    {
        TraceRules rules = new(file);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            int comment = lines[i].IndexOf('#', StringComparison.Ordinal);
            string[] words = (comment < 0 ? lines[i] : lines[i][..comment]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0) { rules.Add(words, i + 1); }
        }
        return rules;
    }

    private void Add(string[] words, int line)
    {
        switch (words)
        {
            case ["range", var name, var file, var offset, var length]:
                long start = Number(offset, "offset", line);
                AddTarget(new RuleTarget(name, file, start, checked(start + Number(length, "length", line)), null), line);
                break;
            case ["site", var name, ..] when words.Length > 2:
                AddTarget(new RuleTarget(name, null, 0, 0, string.Join(' ', words[2..])), line);
                break;
            case ["persisted", var target, "before", var marker]:
                _rules.Add(new TraceRule(RuleKind.Persisted, Target(target, line), -1, marker, line));
                break;
            case ["ordered", var first, "before", var second]:
                _rules.Add(new TraceRule(RuleKind.Ordered, Target(first, line), Target(second, line), "", line));
                break;
            case ["commit", var flag, "guards", var data]:
                _rules.Add(new TraceRule(RuleKind.Commit, Target(flag, line), Target(data, line), "", line));
                break;
            default:
                throw new InputException($"{_file}:{line}: '{string.Join(' ', words)}' is no rule, expected 'range NAME FILE OFFSET LENGTH', 'site NAME TEXT', "
                    + "'persisted NAME before MARKER', 'ordered NAME before NAME' or 'commit NAME guards NAME'");
        }
    }

    private void AddTarget(RuleTarget target, int line)
    {
        if (_targets.Exists(known => known.Name == target.Name)) { throw new InputException($"{_file}:{line}: {target.Name} is named twice"); }
        if (_targets.Count == MaxTargets) { throw new InputException($"{_file}:{line}: more than {MaxTargets} targets"); }
        _targets.Add(target);
    }

    private int Target(string name, int line)
    {
        int index = _targets.FindIndex(target => target.Name == name);
        if (index >= 0) { return index; }
        if (name != RuleTarget.Everything)
        {
            throw new InputException($"{_file}:{line}: {name} is not named above, expected one of: {string.Join(", ", _targets.Select(target => target.Name).Append("*"))}");
        }
        AddTarget(new RuleTarget(name, null, 0, 0, ""), line);
        return _targets.Count - 1;
    }

    private long Number(string text, string field, int line)
    {
        bool isHex = text.StartsWith("0x", StringComparison.Ordinal);
        bool isNumber = isHex
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long value)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isNumber && value is >= 0 and < 1L << 48 ? value : throw new InputException($"{_file}:{line}: {field} is '{text}', expected a number below 2^48");
    }
}

/// <summary>Stores that rules speak of.</summary>
/// <param name="Name">The name in the rules file.</param>
/// <param name="File">For a range: the mapped file's path or the last part of it; else null.</param>
/// <param name="Start">For a range: its first byte.</param>
/// <param name="End">For a range: the byte after its last.</param>
/// <param name="SiteText">For a site: what its call stack has; empty for everything.</param>
internal sealed record RuleTarget(string Name, string? File, long Start, long End, string? SiteText)
{
    /// <summary>The name of all stores.</summary>
    public const string Everything = "*";

    /// <summary>Whether a file is the range's.</summary>
    public bool IsFile(string name) => File is not null && (name == File || Path.GetFileName(name) == File);
}

/// <summary>What a rule demands.</summary>
internal enum RuleKind
{
    /// <summary>The target is durable when a marker comes.</summary>
    Persisted,

    /// <summary>The first target is durable when the second is stored to.</summary>
    Ordered,

    /// <summary>The second target is durable whenever the first is not zero.</summary>
    Commit,
}

/// <summary>A rule.</summary>
/// <param name="Kind">What it demands.</param>
/// <param name="First">The first target's number.</param>
/// <param name="Second">The second target's number, or -1.</param>
/// <param name="Marker">The marker of <see cref="RuleKind.Persisted"/>.</param>
/// <param name="Line">Its line in the rules file.</param>
internal sealed record TraceRule(RuleKind Kind, int First, int Second, string Marker, int Line)
{
    private const string EndOfTrace = "end";

    /// <summary>Whether the rule is due at the end of the trace.</summary>
    public bool IsDueAtEnd => Kind == RuleKind.Persisted && Marker == EndOfTrace;

    /// <summary>Whether the rule is due at a marker.</summary>
    public bool IsDueAt(string name)
    {
        if (Kind != RuleKind.Persisted || IsDueAtEnd) { return false; }
        if (Marker.StartsWith('*')) { return name.EndsWith(Marker[1..], StringComparison.Ordinal); }
        if (Marker.EndsWith('*')) { return name.StartsWith(Marker[..^1], StringComparison.Ordinal); }
        int star = Marker.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? name == Marker
            : name.Length >= Marker.Length - 1 && name.StartsWith(Marker[..star], StringComparison.Ordinal) && name.EndsWith(Marker[(star + 1)..], StringComparison.Ordinal);
    }
}
