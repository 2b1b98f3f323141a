using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>Collects the outcomes of a litmus program.</summary>
/// <param name="observables">What outcomes tell.</param>
/// <param name="seesCrashes">Whether an outcome is what a crash leaves; else it is what there is in the end.</param>
internal sealed class OutcomeCollector(IReadOnlyList<LitmusObservable> observables, bool seesCrashes) : ILitmusObserver
{
    private readonly LitmusValues _values = new();
    private readonly SequenceTable _outcomes = new();
    private readonly int[] _outcome = new int[observables.Count + 1];

    /// <inheritdoc/>
    public bool SeesCrashes => seesCrashes;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>The outcome that is looked for; null to collect all.</summary>
    public string? Wanted { get; init; }

    /// <summary>The outcomes found.</summary>
    public IReadOnlySet<string> Texts
    {
        get
        {
            HashSet<string> texts = new(StringComparer.Ordinal);
            for (int id = 1; id < _outcomes.Count; id++) { texts.Add(Text(_outcomes[id])); }
            return texts;
        }
    }

    /// <inheritdoc/>
    public void Restart() => IsDone = false;

    /// <inheritdoc/>
    public void Crashed(ReadOnlySpan<long> image)
    {
        for (int i = 0; i < observables.Count; i++) { _outcome[i] = _values.Intern(image[observables[i].Location]); }
        Add();
    }

    /// <inheritdoc/>
    public void Ended(LitmusMachine machine)
    {
        if (seesCrashes) { return; }
        for (int i = 0; i < observables.Count; i++)
        {
            _outcome[i] = _values.Intern(observables[i].Location >= 0
                ? machine.Visible(observables[i].Location)
                : machine.Register(observables[i].Thread, observables[i].Register));
        }
        Add();
    }

    private void Add()
    {
        // The last int makes sure that no outcome is the empty sequence.
        _outcome[^1] = 1;
        if (Wanted is null) { _outcomes.Intern(_outcome); }
        else { IsDone |= Text(_outcome) == Wanted; }
    }

    private string Text(ReadOnlySpan<int> outcome)
    {
        string[] parts = new string[observables.Count];
        for (int i = 0; i < parts.Length; i++) { parts[i] = LitmusOutcome.Of(observables[i], _values[outcome[i]]); }
        return LitmusOutcome.Join(parts);
    }
}

/// <summary>Collects the contents of memory that a crash of a litmus program can leave.</summary>
internal sealed class ImageCollector : ILitmusObserver
{
    private readonly LitmusValues _values = new();
    private readonly SequenceTable _known = new();
    private readonly List<long[]> _images = [];

    /// <inheritdoc/>
    public bool SeesCrashes => true;

    /// <inheritdoc/>
    public bool IsDone { get; private set; }

    /// <summary>The content that is looked for; null to collect all.</summary>
    public long[]? Wanted { get; init; }

    /// <summary>The contents found, in the order in which they were met.</summary>
    public IReadOnlyList<long[]> Images => _images;

    /// <inheritdoc/>
    public void Restart() => IsDone = false;

    /// <inheritdoc/>
    public void Crashed(ReadOnlySpan<long> image)
    {
        if (Wanted is not null)
        {
            IsDone |= image.SequenceEqual(Wanted);
            return;
        }
        int[] ids = [.. image.ToArray().Select(_values.Intern)];
        int count = _known.Count;
        if (_known.Intern(ids) == count) { _images.Add(image.ToArray()); }
    }

    /// <inheritdoc/>
    public void Ended(LitmusMachine machine)
    {
    }
}
