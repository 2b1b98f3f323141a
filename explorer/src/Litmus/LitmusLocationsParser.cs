using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>Collects the keys that speak about locations, and puts the locations together.</summary>
/// <remarks>Lines are numbered as the <c>lines</c> key lists them; then every other location, by name, has a line of its own.</remarks>
internal sealed class LitmusLocationsParser
{
    private readonly Dictionary<string, (int Line, int Word)> _places = new(StringComparer.Ordinal);
    private readonly List<(string Name, LitmusLine Line, int Position)> _mentions = [];
    private readonly SortedDictionary<string, long> _initial = new(StringComparer.Ordinal);
    private readonly HashSet<string> _volatile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);
    private int _lineCount;

    /// <summary>Parses <c>{x w} {a b}</c>.</summary>
    public void ParseLines(LitmusLine line)
    {
        do
        {
            line.Take("{");
            int word = 0;
            while (!line.TryTake("}"))
            {
                int start = line.Position;
                string name = ParseMention(line);
                if (word == CacheLine.Bytes / PersistWord.Bytes) { throw line.Complaint("a cache line has 8 words", start); }
                if (!_places.TryAdd(name, (_lineCount, word++))) { throw line.Complaint($"'{name}' has a line already", start); }
            }
            _lineCount++;
        }
        while (!line.IsAtEnd);
    }

    /// <summary>Parses <c>x=0; y=0</c>, after the lines.</summary>
    public void ParseInitial(LitmusLine line)
    {
        do
        {
            int start = line.Position;
            string name = line.TakeName();
            if (!IsLocationName(name)) { throw line.Expected("the name of a location: letters, digits and '_', no register or machine", start); }
            line.Take("=");
            if (!_initial.TryAdd(name, line.TakeInteger())) { throw line.Complaint($"a second initial value of '{name}'", start); }
        }
        while (line.TryTake(";") && !line.IsAtEnd);
        if (!line.IsAtEnd) { throw line.Expected("';' or the end of the line"); }
        foreach ((string mentioned, LitmusLine at, int position) in _mentions) { CheckIsKnown(mentioned, at, position); }
    }

    /// <summary>Parses the locations in ordinary memory.</summary>
    public void ParseVolatile(LitmusLine line)
    {
        do
        {
            int start = line.Position;
            string name = ParseMention(line);
            CheckIsKnown(name, line, start);
            if (!_volatile.Add(name)) { throw line.Complaint($"'{name}' twice", start); }
        }
        while (!line.IsAtEnd);
    }

    /// <summary>Parses <c>x=m2 y=m1</c>; every location has an owner.</summary>
    public void ParseOwners(LitmusLine line)
    {
        do
        {
            int start = line.Position;
            string name = ParseMention(line);
            CheckIsKnown(name, line, start);
            line.Take("=");
            if (!_owners.TryAdd(name, ParseMachine(line))) { throw line.Complaint($"a second owner of '{name}'", start); }
        }
        while (!line.IsAtEnd);
        if (_initial.Keys.FirstOrDefault(name => !_owners.ContainsKey(name)) is { } missing) { throw line.Expected($"the owner of '{missing}'"); }
    }

    /// <summary>Parses a list of machines.</summary>
    public static List<string> ParseMachines(LitmusLine line)
    {
        List<string> machines = [];
        do
        {
            int start = line.Position;
            string machine = ParseMachine(line);
            if (machines.Contains(machine)) { throw line.Complaint($"'{machine}' twice", start); }
            machines.Add(machine);
        }
        while (!line.IsAtEnd);
        return machines;
    }

    /// <summary>The locations, sorted by name.</summary>
    public IReadOnlyList<LitmusLocation> Build()
    {
        List<LitmusLocation> locations = [];
        int nextLine = _lineCount;
        foreach ((string name, long initial) in _initial)
        {
            (int line, int word) = _places.TryGetValue(name, out (int Line, int Word) place) ? place : (nextLine++, 0);
            locations.Add(new LitmusLocation(name, initial, line, word, _volatile.Contains(name), _owners.GetValueOrDefault(name)));
        }
        return locations;
    }

    private static bool IsLocationName(string name) => name.Length > 0 && !char.IsAsciiDigit(name[0])
        && LitmusInstructionParser.RegisterNumber(name) is null && !LitmusInstructionParser.IsMachine(name);

    private static string ParseMachine(LitmusLine line)
    {
        int start = line.Position;
        string machine = line.TakeName();
        return LitmusInstructionParser.IsMachine(machine) ? machine : throw line.Expected("a machine such as m1", start);
    }

    private string ParseMention(LitmusLine line)
    {
        int start = line.Position;
        string name = line.TakeName();
        if (name.Length == 0) { throw line.Expected("a location", start); }
        _mentions.Add((name, line, start));
        return name;
    }

    private void CheckIsKnown(string name, LitmusLine line, int position)
    {
        if (!_initial.ContainsKey(name)) { throw line.Expected($"a location of the init line: {string.Join(", ", _initial.Keys)}", position); }
    }
}
