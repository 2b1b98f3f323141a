namespace Sim.CacheModel;

/// <summary>The persist states of units: which contents a crash may leave in a unit, and what pending flushes would change.</summary>
/// <remarks>
/// A state is the list of the unit's contents from the shortest prefix of its stores that must have persisted to all of them,
/// and for each thread the place in that list that its unfenced flushes have reached. Equal contents are kept once, at their
/// last place: that keeps every crash set, now and after any later flush, and makes more states equal. Every distinct state
/// has one number, and every step on states is remembered, so that a step costs a lookup.
/// </remarks>
/// <param name="model">The model; it fixes the unit.</param>
/// <param name="threadCount">Threads that may have pending flushes.</param>
/// <param name="growth">Says whether states and contents may be added; null for always.</param>
public sealed class PersistStates(PersistencyModel model, int threadCount, GrowthLock? growth = null)
{
    private const int RaiseStep = -1;
    private readonly SequenceTable _states = new(growth);
    private readonly SequenceTable _crashSets = new(growth);
    private readonly PairMap _appended = new(growth);
    private readonly PairMap _pended = new(growth);
    private readonly PairMap _completed = new(growth);
    private StateFacts[] _facts = new StateFacts[256];
    private int _factCount = 1;

    /// <summary>The contents.</summary>
    public ContentTable Contents { get; } = new(model.UnitBytes, growth);

    /// <summary>How many states are known.</summary>
    public int Count => _states.Count;

    /// <summary>The state of a unit whose content is certainly persistent.</summary>
    public int Clean(int content) => Of([content]);

    /// <summary>The state of a unit without pending flushes.</summary>
    /// <param name="candidates">Distinct contents that a crash may leave, the visible one last.</param>
    public int Of(ReadOnlySpan<int> candidates)
    {
        Span<int> state = stackalloc int[threadCount + candidates.Length];
        state[..threadCount].Clear();
        candidates.CopyTo(state[threadCount..]);
        return Intern(state);
    }

    /// <summary>The content that threads see.</summary>
    public int Visible(int state) => _facts[state].Visible;

    /// <summary>The contents that a crash may leave, by their last occurrence, oldest first; the visible one comes last.</summary>
    public ReadOnlySpan<int> Candidates(int state) => _states[state][threadCount..];

    /// <summary>The number of the set of contents that a crash may leave; see <see cref="CrashSet"/>.</summary>
    public int CrashSetOf(int state) => _facts[state].CrashSet;

    /// <summary>The contents of a crash set, ascending by number.</summary>
    public ReadOnlySpan<int> CrashSet(int crashSet) => _crashSets[crashSet];

    /// <summary>The number of a crash set.</summary>
    /// <param name="contents">Distinct contents, ascending.</param>
    public int InternCrashSet(ReadOnlySpan<int> contents) => _crashSets.Intern(contents);

    /// <summary>The threads whose next fence makes more of the unit persistent, as a bit mask.</summary>
    public ulong PendingThreads(int state) => _facts[state].PendingThreads;

    /// <summary>A store becomes visible.</summary>
    /// <param name="state">The unit's state.</param>
    /// <param name="storeId">A number that stands for the store, for remembering the result.</param>
    /// <param name="offsetBytes">Offset in the unit.</param>
    /// <param name="sizeBytes">Bytes stored.</param>
    /// <param name="value">The bytes.</param>
    public int Append(int state, int storeId, int offsetBytes, int sizeBytes, UInt128 value) =>
        _appended.TryGet(state, storeId, out int next)
            ? next
            : _appended.Add(state, storeId, MakeAppended(state, Contents.Replace(Visible(state), offsetBytes, sizeBytes, value)));

    /// <summary>A flush of a thread covers what is visible now; the thread's next fence completes it.</summary>
    public int Pend(int state, int thread) =>
        _pended.TryGet(state, thread, out int next) ? next : _pended.Add(state, thread, MakePended(state, thread));

    /// <summary>A fence of a thread completes its flushes.</summary>
    public int Complete(int state, int thread) =>
        _completed.TryGet(state, thread, out int next)
            ? next
            : _completed.Add(state, thread, MakeDropped(state, _states[state][thread], thread));

    /// <summary>Everything visible is persistent (clflush, or caches that survive).</summary>
    public int Raise(int state) =>
        _completed.TryGet(state, RaiseStep, out int next)
            ? next
            : _completed.Add(state, RaiseStep, MakeDropped(state, Candidates(state).Length - 1, RaiseStep));

    private int Intern(ReadOnlySpan<int> state)
    {
        int id = _states.Intern(state);
        if (id < _factCount) { return id; }
        if (id == _facts.Length) { Array.Resize(ref _facts, 2 * id); }
        _facts[id] = FindFacts(state);
        _factCount = _states.Count;
        return id;
    }

    private StateFacts FindFacts(ReadOnlySpan<int> state)
    {
        ulong threads = 0;
        for (int t = 0; t < threadCount; t++)
        {
            if (state[t] > 0) { threads |= 1UL << t; }
        }
        int[] contents = state[threadCount..].ToArray();
        int visible = contents[^1];
        Array.Sort(contents);
        return new StateFacts(threads, _crashSets.Intern(contents), visible);
    }

    private int MakeAppended(int state, int content)
    {
        ReadOnlySpan<int> old = _states[state];
        if (old[^1] == content) { return state; }
        int removed = old[threadCount..].IndexOf(content);
        Span<int> next = stackalloc int[old.Length + (removed < 0 ? 1 : 0)];
        int at = 0;
        for (int t = 0; t < threadCount; t++)
        {
            next[at++] = removed >= 0 && old[t] > removed ? old[t] - 1 : old[t];
        }
        for (int i = threadCount; i < old.Length; i++)
        {
            if (i - threadCount != removed) { next[at++] = old[i]; }
        }
        next[at] = content;
        return Intern(next);
    }

    private int MakePended(int state, int thread)
    {
        int[] copy = _states[state].ToArray();
        copy[thread] = copy.Length - threadCount - 1;
        return Intern(copy);
    }

    private int MakeDropped(int state, int dropCount, int completedThread)
    {
        ReadOnlySpan<int> old = _states[state];
        Span<int> next = stackalloc int[old.Length - dropCount];
        for (int t = 0; t < threadCount; t++)
        {
            next[t] = t == completedThread ? 0 : Math.Max(0, old[t] - dropCount);
        }
        old[(threadCount + dropCount)..].CopyTo(next[threadCount..]);
        return Intern(next);
    }

    /// <summary>What is asked about a state in every step.</summary>
    private readonly record struct StateFacts(ulong PendingThreads, int CrashSet, int Visible);
}
