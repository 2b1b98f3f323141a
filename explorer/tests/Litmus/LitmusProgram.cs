using System.Globalization;
using System.Text.RegularExpressions;

namespace Sim.Explorer.Tests;

/// <summary>An instruction that executes only where the thread's registers satisfy its guards.</summary>
internal sealed record LitmusInstruction(
    string Mnemonic, string Target, string[] Arguments, IReadOnlyList<(string Register, bool IsEqual, ulong Value)> Guards);

/// <summary>A litmus file of an x86 test: the programs, and what each model allows.</summary>
/// <remarks>The format is described in the README of the litmus collection; keys that these tests do not need are skipped.</remarks>
internal sealed partial class LitmusProgram
{
    private LitmusProgram()
    {
    }

    /// <summary><c>crash</c>, <c>final</c>, <c>recover</c> or <c>crash2</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The locations of each cache line, in address order; a location that is not listed has a line of its own.</summary>
    public List<string[]> Lines { get; } = [];

    public Dictionary<string, ulong> Initial { get; } = [];

    public IReadOnlyList<LitmusInstruction[]> Threads { get; private set; } = [];

    public LitmusInstruction[] Recovery { get; private set; } = [];

    public LitmusCondition Exists { get; private set; } = LitmusCondition.Parse("x=0");

    /// <summary>Whether a model allows the condition.</summary>
    public Dictionary<string, bool> Verdicts { get; } = [];

    /// <summary>The complete set of outcomes of a model, each as <c>x=0,y=1</c>.</summary>
    public Dictionary<string, SortedSet<string>> Outcomes { get; } = [];

    /// <summary>What an outcome lists: locations, <c>T:rN</c>, <c>R0:rN</c>.</summary>
    public IReadOnlyList<string> Observables { get; private set; } = [];

    public static LitmusProgram Read(string path)
    {
        LitmusProgram program = new();
        using StreamReader reader = new(path);
        while (reader.ReadLine() is { } line)
        {
            string[] words = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length > 0 && words[0][0] != '#') { program.Add(words[0], words.ElementAtOrDefault(1) ?? "", reader); }
        }
        foreach (string location in program.Initial.Keys.Where(location => !program.Lines.Any(line => line.Contains(location))))
        {
            program.Lines.Add([location]);
        }
        return program;
    }

    private void Add(string key, string rest, StreamReader reader)
    {
        switch (key)
        {
            case "kind": Kind = rest; break;
            case "lines": Lines.AddRange(Braces().Matches(rest).Select(match => match.Groups[1].Value.Split(' '))); break;
            case "init": ReadInitial(rest); break;
            case "program": Threads = ReadColumns(reader); break;
            case "recovery": Recovery = ReadColumns(reader)[0]; break;
            case "exists": Exists = LitmusCondition.Parse(rest); break;
            case "verdict": Verdicts.Add(FirstWord(rest), rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1] == "allow"); break;
            case "outcomes": ReadOutcomes(rest); break;
            default: break;
        }
    }

    private void ReadInitial(string text)
    {
        foreach (string assignment in text.Split(';', StringSplitOptions.TrimEntries))
        {
            string[] sides = assignment.Split('=');
            Initial.Add(sides[0], Number(sides[1]));
        }
    }

    private void ReadOutcomes(string text)
    {
        SortedSet<string> outcomes = new(Parentheses().Matches(text).Select(match => match.Groups[1].Value), StringComparer.Ordinal);
        Outcomes.Add(FirstWord(text), outcomes);
        Observables = [.. outcomes.Min!.Split(',').Select(part => part.Split('=')[0])];
    }

    private static LitmusInstruction[][] ReadColumns(StreamReader reader)
    {
        int columnCount = reader.ReadLine()!.TrimEnd(' ', ';').Split('|').Length;
        List<LitmusInstruction>[] columns = [.. Enumerable.Range(0, columnCount).Select(_ => new List<LitmusInstruction>())];
        for (string line = reader.ReadLine()!; line != "end"; line = reader.ReadLine()!)
        {
            string[] cells = line.TrimEnd(' ', ';').Split('|', StringSplitOptions.TrimEntries);
            for (int i = 0; i < cells.Length; i++)
            {
                if (cells[i].Length > 0) { columns[i].Add(ReadInstruction(cells[i])); }
            }
        }
        return [.. columns.Select(column => column.ToArray())];
    }

    private static LitmusInstruction ReadInstruction(string cell)
    {
        Match match = Instruction().Match(cell);
        Assert.True(match.Success, cell);
        return new LitmusInstruction(match.Groups["mnemonic"].Value, match.Groups["target"].Value,
            match.Groups["arguments"].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
            [.. Guard().Matches(cell).Select(guard =>
                (guard.Groups["register"].Value, guard.Groups["not"].Length == 0, Number(guard.Groups["value"].Value)))]);
    }

    private static string FirstWord(string text) => text.Split(' ')[0];

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\(([^)]*)\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"^(\[[^]]*\] *)*((?<target>r\d+) = )?(?<mnemonic>[a-z]+)( (?<arguments>.*))?$")]
    private static partial Regex Instruction();

    [GeneratedRegex(@"\[(?<register>r\d+)(?<not>!?)=(?<value>\d+)\]")]
    private static partial Regex Guard();
}
