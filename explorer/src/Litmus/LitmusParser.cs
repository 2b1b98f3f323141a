using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>Parses litmus tests in the format PMLITMUS 1, strictly: what the format does not say is an error.</summary>
/// <remarks>
/// Keys come in a fixed order, each at most once, except that a test has several verdicts, outcome sets and notes. An error
/// names the file, the line, the column, what was found there and what was expected.
/// </remarks>
public sealed class LitmusParser
{
    private static readonly (string Key, bool IsRequired, bool IsRepeatable)[] Keys =
    [
        ("name", true, false), ("family", false, false), ("arch", true, false), ("kind", true, false), ("title", false, false),
        ("lines", false, false), ("init", true, false), ("volatile", false, false), ("owner", false, false), ("vmach", false, false),
        ("observe", false, false), ("program", true, false), ("recovery", false, false), ("exists", true, false),
        ("verdict", false, true), ("outcomes", false, true), ("note", false, true),
    ];

    private readonly LitmusText _text;
    private readonly LitmusLocationsParser _locationsParser = new();
    private readonly List<string> _notes = [];
    private string _name = "";
    private string _family = "";
    private string _title = "";
    private LitmusArchitecture _architecture;
    private LitmusKind _kind;
    private IReadOnlyList<LitmusLocation> _locations = [];
    private List<string> _volatileMachines = [];
    private LitmusLine? _observeLine;
    private IReadOnlyList<LitmusThread> _threads = [];
    private IReadOnlyList<LitmusThread> _recovery = [];
    private IReadOnlyList<LitmusObservable> _observables = [];
    private IReadOnlyList<LitmusObservable> _observed = [];
    private LitmusCondition? _exists;
    private LitmusExpectations? _expectations;

    private LitmusParser(string file, string text) => _text = new LitmusText(file, text);

    /// <summary>Reads a litmus file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, or is no litmus test.</exception>
    public static LitmusTest ReadFile(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {failure.Message}");
        }
        return Parse(path, bytes);
    }

    /// <summary>Parses the bytes of a litmus file.</summary>
    /// <param name="file">The file's name, for error messages.</param>
    /// <param name="utf8">What stands in it.</param>
    /// <exception cref="InputException">It is no litmus test.</exception>
    public static LitmusTest Parse(string file, ReadOnlySpan<byte> utf8) => Parse(file, LitmusText.Decode(file, utf8));

    /// <summary>Parses the text of a litmus file.</summary>
    /// <param name="file">The file's name, for error messages.</param>
    /// <param name="text">What stands in it.</param>
    /// <exception cref="InputException">It is no litmus test.</exception>
    public static LitmusTest Parse(string file, string text) => new LitmusParser(file, text).Parse();

    private LitmusTest Parse()
    {
        LitmusLine first = _text.TakeLine("'PMLITMUS 1'");
        first.Take("PMLITMUS");
        first.Take("1");
        first.TakeEnd();
        int lastKey = -1;
        while (_text.TryTakeLine() is { } line)
        {
            int start = line.Position;
            string word = line.TakeWord("a key");
            int key = Array.FindIndex(Keys, known => known.Key == word);
            if (key < 0) { throw line.Expected($"one of the keys {string.Join(", ", Keys.Select(known => known.Key))}", start); }
            if (key == lastKey && !Keys[key].IsRepeatable) { throw line.Complaint($"a second '{word}'", start); }
            if (key < lastKey) { throw line.Complaint($"'{word}' must come before '{Keys[lastKey].Key}'", start); }
            CheckNothingIsMissing(lastKey, key, line.Expected, start);
            lastKey = key;
            ParseKey(word, line);
        }
        CheckNothingIsMissing(lastKey, Keys.Length, (expected, _) => _text.EndOfFile(expected), 0);
        return Build();
    }

    private LitmusTest Build() => new()
    {
        Name = _name,
        Family = _family,
        Architecture = _architecture,
        Kind = _kind,
        Title = _title,
        Locations = _locations,
        VolatileMachines = _volatileMachines,
        Threads = _threads,
        Recovery = _recovery,
        Observables = _observed,
        Exists = _exists!,
        Verdicts = _expectations!.Verdicts,
        Outcomes = _expectations!.Outcomes,
        Note = string.Join('\n', _notes),
    };

    private void CheckNothingIsMissing(int lastKey, int key, Func<string, int, InputException> complain, int position)
    {
        for (int between = lastKey + 1; between < key; between++)
        {
            (string name, bool isRequired, _) = Keys[between];
            bool isNeeded = isRequired
                || (name == "recovery" && HasRecovery)
                || (name == "owner" && _architecture == LitmusArchitecture.Cxl);
            if (isNeeded) { throw complain($"the key '{name}'", position); }
        }
    }

    private bool HasRecovery => _kind is LitmusKind.Recover or LitmusKind.Crash2;

    private void ParseKey(string key, LitmusLine line)
    {
        switch (key)
        {
            case "name": _name = ParseOneWord(line, "the test's name"); break;
            case "family": _family = ParseOneWord(line, "a family"); break;
            case "arch": _architecture = ParseChoice(line, LitmusNames.ArchitectureByName); break;
            case "kind": _kind = ParseChoice(line, LitmusNames.KindByName); break;
            case "title": _title = line.TakeRest(); break;
            case "lines": _locationsParser.ParseLines(line); break;
            case "init":
                _locationsParser.ParseInitial(line);
                _locations = _locationsParser.Build();
                break;
            case "volatile":
                CheckApplies(line, _architecture is not (LitmusArchitecture.Cxl or LitmusArchitecture.Rdma), "only threads of one machine have ordinary memory");
                _locationsParser.ParseVolatile(line);
                _locations = _locationsParser.Build();
                break;
            case "owner":
                CheckApplies(line, _architecture == LitmusArchitecture.Cxl, "only arch cxl has owners");
                _locationsParser.ParseOwners(line);
                _locations = _locationsParser.Build();
                break;
            case "vmach":
                CheckApplies(line, _architecture == LitmusArchitecture.Cxl, "only arch cxl has machines");
                _volatileMachines = LitmusLocationsParser.ParseMachines(line);
                break;
            case "observe":
                _observeLine = line;
                break;
            case "program":
                line.TakeEnd();
                _threads = ParseColumns("P");
                if (!HasRecovery) { FindObservables(); }
                break;
            case "recovery":
                CheckApplies(line, HasRecovery, "only kinds recover and crash2 have a recovery");
                line.TakeEnd();
                _recovery = ParseColumns("R");
                FindObservables();
                break;
            case "exists":
                _exists = new LitmusConditionParser(line, _observables).Parse();
                _expectations = new LitmusExpectations(_architecture);
                break;
            case "verdict": _expectations!.ParseVerdict(line); break;
            case "outcomes": _expectations!.ParseOutcomes(line, _observed); break;
            default: _notes.Add(line.TakeRest()); break;
        }
    }

    private IReadOnlyList<LitmusThread> ParseColumns(string prefix)
    {
        LitmusColumns columns = new(prefix, _architecture, new LitmusInstructionParser(_architecture, _locations));
        columns.ParseHeader(_text.TakeLine($"the threads {prefix}0, {prefix}1, ..."));
        while (true)
        {
            LitmusLine line = _text.TakeLine("a row of instructions or 'end'");
            if (!line.TryTakeWhole("end")) { columns.ParseRow(line); }
            else { return columns.Threads; }
        }
    }

    private void FindObservables()
    {
        _observables = LitmusObservables.Of(_architecture, _kind, _locations, _threads, _recovery);
        _observed = _observeLine is null ? _observables : ParseObserved(_observeLine);
    }

    private List<LitmusObservable> ParseObserved(LitmusLine line)
    {
        List<LitmusObservable> observed = [];
        do
        {
            int start = line.Position;
            LitmusObservable observable = LitmusConditionParser.ParseObservable(line, _observables);
            if (observed.Contains(observable)) { throw line.Complaint($"'{observable.Name}' twice", start); }
            observed.Add(observable);
        }
        while (!line.IsAtEnd);
        return observed;
    }

    private static void CheckApplies(LitmusLine line, bool applies, string reason)
    {
        if (!applies) { throw line.Complaint(reason, line.Position); }
    }

    private static string ParseOneWord(LitmusLine line, string expected)
    {
        string word = line.TakeWord(expected);
        line.TakeEnd();
        return word;
    }

    private static T ParseChoice<T>(LitmusLine line, IReadOnlyDictionary<string, T> choices)
    {
        int start = line.Position;
        string expected = $"one of {string.Join(", ", choices.Keys)}";
        if (!choices.TryGetValue(line.TakeWord(expected), out T? choice)) { throw line.Expected(expected, start); }
        line.TakeEnd();
        return choice;
    }
}
