namespace Sim.CacheModel;

/// <summary>Persist views: for every word how many of its stores must have persisted. Each distinct view has one number; 0 is the empty view.</summary>
/// <remarks>
/// A view is the downward closure of a set of memory events in persist memory order, as far as it is not certainly persistent:
/// stores to one word persist in order, so that a closed set is a prefix of each word's stores. Counts start at what has
/// certainly persisted; when more has, all views move with it (<see cref="Rebase"/>).
/// </remarks>
/// <param name="growth">Says whether views may be added.</param>
public sealed class PersistViews(GrowthLock growth)
{
    private readonly SequenceTable _views = new(growth);
    private readonly PairMap _joined = new(growth);
    private readonly PairMap _rebased = new(growth);

    /// <summary>The words of a view and their counts, alternating, ascending by word; all counts are positive.</summary>
    public ReadOnlySpan<int> this[int view] => _views[view];

    /// <summary>How many stores of a word a view demands.</summary>
    public int CountOf(int view, int slot)
    {
        ReadOnlySpan<int> entries = _views[view];
        for (int i = 0; i < entries.Length; i += 2)
        {
            if (entries[i] == slot) { return entries[i + 1]; }
        }
        return 0;
    }

    /// <summary>The view of one word's first stores.</summary>
    public int Of(int slot, int count) => count == 0 ? 0 : _views.Intern([slot, count]);

    /// <summary>What either of two views demands.</summary>
    public int Join(int first, int second)
    {
        if (first == second || second == 0) { return first; }
        if (first == 0) { return second; }
        (int low, int high) = first < second ? (first, second) : (second, first);
        return _joined.TryGet(low, high, out int joined) ? joined : _joined.Add(low, high, MakeJoined(low, high));
    }

    /// <summary>A view counted from where another one has persisted.</summary>
    public int Rebase(int view, int persisted)
    {
        if (view == 0 || persisted == 0) { return view; }
        return _rebased.TryGet(view, persisted, out int rebased) ? rebased : _rebased.Add(view, persisted, MakeRebased(view, persisted));
    }

    private int MakeJoined(int first, int second)
    {
        SortedDictionary<int, int> counts = [];
        foreach (int view in (ReadOnlySpan<int>)[first, second])
        {
            ReadOnlySpan<int> entries = _views[view];
            for (int i = 0; i < entries.Length; i += 2)
            {
                counts[entries[i]] = Math.Max(counts.GetValueOrDefault(entries[i]), entries[i + 1]);
            }
        }
        return _views.Intern([.. counts.SelectMany(pair => (int[])[pair.Key, pair.Value])]);
    }

    private int MakeRebased(int view, int persisted)
    {
        List<int> rest = [];
        int[] entries = _views[view].ToArray();
        for (int i = 0; i < entries.Length; i += 2)
        {
            int left = entries[i + 1] - CountOf(persisted, entries[i]);
            if (left > 0) { rest.AddRange([entries[i], left]); }
        }
        return _views.Intern([.. rest]);
    }
}
