namespace Sim.Explorer;

/// <summary>What became of a crash image.</summary>
internal enum OutcomeKind
{
    /// <summary>Recovery ended in an abstract state, and the structure still works.</summary>
    Recovered,

    /// <summary>Recovery threw, or accessed memory outside the mapping.</summary>
    Fault,

    /// <summary>Recovery does not end.</summary>
    Hang,

    /// <summary>Recovery ended, but the structure answers wrongly afterwards.</summary>
    ProbeFailure,

    /// <summary>A second crash after recovery yields another state than recovery had shown.</summary>
    Unstable,
}

/// <summary>Numbers the outcomes of recovery.</summary>
/// <param name="specification">Numbers the abstract states.</param>
internal sealed class OutcomeTable(SpecificationTable specification)
{
    private readonly List<(OutcomeKind Kind, int State, string Text)> _outcomes = [];
    private readonly Dictionary<(OutcomeKind Kind, string Text), int> _ids = [];

    /// <summary>How many outcomes are known.</summary>
    public int Count => _outcomes.Count;

    /// <summary>What kind of outcome a number stands for.</summary>
    public OutcomeKind Kind(int outcome) => _outcomes[outcome].Kind;

    /// <summary>The recovered abstract state's number, or -1.</summary>
    public int State(int outcome) => _outcomes[outcome].State;

    /// <summary>The outcome for people.</summary>
    public string Text(int outcome) => _outcomes[outcome].Text;

    /// <summary>The number of: recovered into an abstract state.</summary>
    public int Recovered(int state) => Intern(OutcomeKind.Recovered, state, specification.State(state).Text);

    /// <summary>The number of: recovery threw.</summary>
    public int Fault(string text) => Intern(OutcomeKind.Fault, -1, text);

    /// <summary>The number of: recovery does not end.</summary>
    public int Hang(string text) => Intern(OutcomeKind.Hang, -1, text);

    /// <summary>The number of: the recovered structure does not work.</summary>
    public int ProbeFailure(string text) => Intern(OutcomeKind.ProbeFailure, -1, text);

    /// <summary>The number of: recovered into one state, and into another after a second crash.</summary>
    public int Unstable(int first, string second) =>
        Intern(OutcomeKind.Unstable, -1, $"{specification.State(first).Text}, then after a second crash {second}");

    private int Intern(OutcomeKind kind, int state, string text)
    {
        if (!_ids.TryGetValue((kind, text), out int id))
        {
            id = _outcomes.Count;
            _outcomes.Add((kind, state, text));
            _ids.Add((kind, text), id);
        }
        return id;
    }
}
