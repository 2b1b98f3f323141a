namespace Sim.Explorer.Litmus;

/// <summary>Parses what a test says of its models: verdicts and complete outcome sets.</summary>
/// <param name="architecture">The test's architecture; it fixes the models.</param>
internal sealed class LitmusExpectations(LitmusArchitecture architecture)
{
    private readonly List<LitmusVerdict> _verdicts = [];
    private readonly Dictionary<string, IReadOnlySet<string>> _outcomes = [];

    /// <summary>The verdicts, in the file's order.</summary>
    public IReadOnlyList<LitmusVerdict> Verdicts => _verdicts;

    /// <summary>The outcome sets by model.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Outcomes => _outcomes;

    /// <summary>Parses <c>px86 forbid published source</c>.</summary>
    public void ParseVerdict(LitmusLine line)
    {
        int start = line.Position;
        string model = ParseModel(line);
        if (_verdicts.Any(verdict => verdict.Model == model)) { throw line.Complaint($"a second verdict of {model}", start); }
        bool isAllowed = ParseEither(line, "allow", "forbid");
        bool isPublished = ParseEither(line, "published", "derived");
        _verdicts.Add(new LitmusVerdict(model, isAllowed, isPublished, line.TakeRest(), line.Number));
    }

    /// <summary>Parses <c>px86 (x=0,y=0) (x=1,y=0)</c>.</summary>
    /// <param name="line">The line, where the model stands.</param>
    /// <param name="observables">What every tuple tells, in order.</param>
    public void ParseOutcomes(LitmusLine line, IReadOnlyList<LitmusObservable> observables)
    {
        int start = line.Position;
        string model = ParseModel(line);
        SortedSet<string> outcomes = new(StringComparer.Ordinal);
        if (!_outcomes.TryAdd(model, outcomes)) { throw line.Complaint($"a second outcome set of {model}", start); }
        do
        {
            int tuple = line.Position;
            string outcome = ParseTuple(line, observables);
            if (!outcomes.Add(outcome)) { throw line.Complaint($"({outcome}) stands there twice", tuple); }
        }
        while (!line.IsAtEnd);
    }

    private static bool ParseEither(LitmusLine line, string positive, string negative)
    {
        int start = line.Position;
        string word = line.TakeName();
        return word == positive || (word == negative ? false : throw line.Expected($"'{positive}' or '{negative}'", start));
    }

    private static string ParseTuple(LitmusLine line, IReadOnlyList<LitmusObservable> observables)
    {
        List<string> parts = [];
        line.Take("(");
        foreach (LitmusObservable observable in observables)
        {
            if (parts.Count > 0) { line.Take(","); }
            line.Take(observable.Name);
            line.Take("=");
            parts.Add(LitmusOutcome.Of(observable, observable.Location < 0 && line.TryTakeDash() ? null : line.TakeInteger()));
        }
        line.Take(")");
        return LitmusOutcome.Join(parts);
    }

    private string ParseModel(LitmusLine line)
    {
        int start = line.Position;
        IReadOnlyList<string> models = LitmusNames.ModelsOf(architecture);
        string expected = $"a model of arch {LitmusNames.Of(architecture)}: {string.Join(", ", models)}";
        string model = line.TakeWord(expected);
        return models.Contains(model) ? model : throw line.Expected(expected, start);
    }
}
