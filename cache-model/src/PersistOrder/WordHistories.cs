namespace Sim.CacheModel;

/// <summary>Histories of a word: what has certainly persisted, then its stores in the order in which they persist, each with what must persist before.</summary>
/// <remarks>
/// A history is a sequence: the patch of what has persisted, then for each store the patch of everything up to it and its
/// <see cref="PersistViews">persist view</see>, itself included. Position 0 is before all stores, position i after the i-th.
/// </remarks>
/// <param name="views">The views.</param>
/// <param name="patches">The patches.</param>
/// <param name="growth">Says whether histories may be added.</param>
public sealed class WordHistories(PersistViews views, WordPatches patches, GrowthLock growth)
{
    private readonly SequenceTable _histories = new(growth);
    private readonly PairMap _storesTo = new(growth);
    private readonly PairMap _storesAfter = new(growth);
    private readonly PairMap _appended = new(growth);
    private readonly PairMap _rebased = new(growth);

    /// <summary>The history of a word without stores.</summary>
    public int Of(int patch) => _histories.Intern([patch]);

    /// <summary>How many positions there are: one more than stores.</summary>
    public int PositionCount(int history) => (_histories[history].Length + 1) / 2;

    /// <summary>What the word holds at a position.</summary>
    public int Patch(int history, int position) => _histories[history][position == 0 ? 0 : (2 * position) - 1];

    /// <summary>What must persist where a crash keeps the word at a position.</summary>
    public int View(int history, int position) => position == 0 ? 0 : _histories[history][2 * position];

    /// <summary>What threads see.</summary>
    public int LastPatch(int history) => Patch(history, PositionCount(history) - 1);

    /// <summary>What must persist where a crash keeps all stores of the word.</summary>
    public int LastView(int history) => View(history, PositionCount(history) - 1);

    /// <summary>A store at the end.</summary>
    /// <param name="history">The history.</param>
    /// <param name="slot">Its word.</param>
    /// <param name="store">The store, as a patch.</param>
    /// <param name="before">What must persist before; earlier stores to the word always do.</param>
    public int Append(int history, int slot, int store, int before)
    {
        if (!_storesTo.TryGet(store, slot, out int storeTo)) { storeTo = _storesTo.Add(store, slot, _storesTo.Count); }
        if (!_storesAfter.TryGet(storeTo, before, out int storeAfter)) { storeAfter = _storesAfter.Add(storeTo, before, _storesAfter.Count); }
        return _appended.TryGet(history, storeAfter, out int appended)
            ? appended
            : _appended.Add(history, storeAfter, MakeAppended(history, slot, store, before));
    }

    /// <summary>The history once a view has persisted.</summary>
    /// <param name="history">The history.</param>
    /// <param name="slot">Its word.</param>
    /// <param name="persisted">What has persisted.</param>
    public int Rebase(int history, int slot, int persisted) => PositionCount(history) == 1
        ? history
        : _rebased.TryGet(history, persisted, out int rebased) ? rebased : _rebased.Add(history, persisted, MakeRebased(history, slot, persisted));

    /// <summary>The history of the same stores to a word that holds zeros below them.</summary>
    public int OverZeros(int history)
    {
        int[] copy = _histories[history].ToArray();
        copy[0] = patches.Compose(patches.Zeros, copy[0]);
        for (int i = 1; i < copy.Length; i += 2) { copy[i] = patches.Compose(patches.Zeros, copy[i]); }
        return _histories.Intern(copy);
    }

    private int MakeAppended(int history, int slot, int store, int before)
    {
        int patch = patches.Compose(LastPatch(history), store);
        int last = LastView(history);
        int view = views.Join(before, last);
        int positions = PositionCount(history);
        // A store that changes nothing and demands nothing new is the store before it.
        if (patch == LastPatch(history) && view == last) { return history; }
        view = views.Join(view, views.Of(slot, positions));
        return _histories.Intern([.. _histories[history], patch, view]);
    }

    private int MakeRebased(int history, int slot, int persisted)
    {
        int first = views.CountOf(persisted, slot);
        List<int> rest = [Patch(history, first)];
        for (int position = first + 1; position < PositionCount(history); position++)
        {
            rest.AddRange([Patch(history, position), views.Rebase(View(history, position), persisted)]);
        }
        return _histories.Intern([.. rest]);
    }
}
