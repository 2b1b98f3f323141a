using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Judges a crash in a state: every image's recovery must end in an admissible abstract state.</summary>
/// <remarks>
/// What recovery can yield depends on the persist states only, and is remembered by their hash; the monitor says which of it
/// is admissible. Both together are one lookup for states whose memory was judged before.
/// </remarks>
/// <param name="tables">The shared tables.</param>
/// <param name="recovery">Walks recovery's tree.</param>
/// <param name="judges">Whether outcomes are judged; else they are only collected.</param>
internal sealed class CrashCheck(ExplorationTables tables, RecoveryWalk recovery, bool judges)
{
    private readonly Dictionary<StateHash, int> _outcomeSets = [];
    private readonly PairMap _verdicts = new(tables.Growth);
    private readonly SortedSet<int> _outcomes = [];

    /// <summary>Crash images that these stand for: summed over the crash points.</summary>
    public double ImagesRepresented { get; private set; }

    /// <summary>The outcomes of all crashes judged, by number.</summary>
    public IReadOnlyCollection<int> Outcomes => _outcomes;

    /// <summary>The violation of a crash in the machine's state, or null.</summary>
    public Violation? Judge(Machine machine)
    {
        StateHash hash = tables.Rules.CrashHash(machine);
        if (!_outcomeSets.TryGetValue(hash, out int outcomeSet))
        {
            tables.Growth.Demand();
            CrashImages images = tables.Rules.CrashImages(machine);
            outcomeSet = Collect(recovery.OutcomesOf(images));
            ImagesRepresented += images.Count;
            _outcomeSets.Add(hash, outcomeSet);
        }
        return Judge(outcomeSet, machine.Admissible);
    }

    /// <summary>The violation of a crash that leaves given images, or null.</summary>
    /// <param name="images">The images.</param>
    /// <param name="admissible">The admissible abstract states.</param>
    public Violation? Judge(CrashImages images, int admissible) => Judge(Collect(recovery.OutcomesOf(images)), admissible);

    private int Collect(int outcomeSet)
    {
        foreach (int outcome in recovery.OutcomeSet(outcomeSet)) { _outcomes.Add(outcome); }
        return outcomeSet;
    }

    private Violation? Judge(int outcomeSet, int admissible)
    {
        if (!judges) { return null; }
        if (!_verdicts.TryGet(outcomeSet, admissible, out int bad))
        {
            bad = _verdicts.Add(outcomeSet, admissible, FindBad(outcomeSet, admissible));
        }
        return bad < 0 ? null : Describe(bad);
    }

    // Numbers are given in the order of discovery, which a replay does not share: the first by kind and text is the one to show.
    private int FindBad(int outcomeSet, int admissible)
    {
        int bad = -1;
        foreach (int outcome in recovery.OutcomeSet(outcomeSet))
        {
            bool good = tables.Outcomes.Kind(outcome) == OutcomeKind.Recovered
                && tables.Monitor.Admissible(admissible).Contains(tables.Outcomes.State(outcome));
            if (!good && (bad < 0 || IsBefore(outcome, bad))) { bad = outcome; }
        }
        return bad;
    }

    private bool IsBefore(int outcome, int other) => tables.Outcomes.Kind(outcome) == tables.Outcomes.Kind(other)
        ? string.CompareOrdinal(tables.Outcomes.Text(outcome), tables.Outcomes.Text(other)) < 0
        : tables.Outcomes.Kind(outcome) < tables.Outcomes.Kind(other);

    private Violation Describe(int outcome)
    {
        string text = tables.Outcomes.Text(outcome);
        return tables.Outcomes.Kind(outcome) switch
        {
            OutcomeKind.Recovered => new("durable linearizability", $"after a crash the structure recovers as {text}", outcome),
            OutcomeKind.Fault => new("recovery", $"after a crash recovery throws {text}", outcome),
            OutcomeKind.Hang => new("recovery", $"after a crash {text}", outcome),
            OutcomeKind.ProbeFailure => new("recovered structure works", $"after a crash the structure recovers as {text}", outcome),
            _ => new("durable recovery", $"after a crash the structure recovers as {text}", outcome),
        };
    }
}
