namespace Sim.CacheModel;

/// <summary>The states of persist units under Armv8: what a unit has held, and how far each thread has looked.</summary>
/// <remarks>
/// A state is the list of a unit's contents that still matter, oldest first, and places in that list: the lower bound (a crash
/// leaves a content from there on), and for each thread
/// <list type="bullet">
/// <item><c>seen</c>: how far a flush by the thread would reach, because it has read or written so far there, or had seen
/// everything at its last full barrier. A flush is not ordered after loads of other lines, so it may have been done at that
/// moment, long before its turn;</item>
/// <item><c>pending</c>: how far its flushes reach that a DSB SY has yet to complete;</item>
/// <item><c>window</c>: the oldest content that its loads may still return, where loads overtake loads.</item>
/// </list>
/// Places that imply nothing stand as 0. Every distinct state has one number, and every step on states is remembered.
/// </remarks>
/// <param name="threadCount">Threads.</param>
/// <param name="hasWindows">Whether loads may return old contents.</param>
/// <param name="growth">Says whether states may be added; null for always.</param>
public sealed class ArmWordStates(int threadCount, bool hasWindows, GrowthLock? growth = null)
{
    private const int Lower = 0;
    private readonly int _pending = 1;
    private readonly int _seen = 1 + threadCount;
    private readonly int _window = 1 + (2 * threadCount);
    private readonly int _first = 1 + ((hasWindows ? 3 : 2) * threadCount);
    private readonly SequenceTable _states = new(growth);
    private readonly PairMap _appended = new(growth);
    private readonly PairMap _steps = new(growth);

    private enum StepKind
    {
        See,
        Flush,
        Complete,
        Refresh,
        FirstRead,
    }

    /// <summary>The state of a unit when threads start: all see the newest content.</summary>
    /// <param name="contents">The contents that a crash may leave, the visible one last.</param>
    public int Of(ReadOnlySpan<int> contents)
    {
        Span<int> state = stackalloc int[_first + contents.Length];
        state.Clear();
        if (hasWindows) { state[_window.._first].Fill(contents.Length - 1); }
        contents.CopyTo(state[_first..]);
        return Intern(state);
    }

    /// <summary>The newest content.</summary>
    public int Visible(int state) => _states[state][^1];

    /// <summary>The contents that a crash may leave, oldest first; some may be equal.</summary>
    public ReadOnlySpan<int> Candidates(int state) => _states[state][(_first + _states[state][Lower])..];

    /// <summary>The contents that a thread's loads may return, oldest first.</summary>
    public ReadOnlySpan<int> Readable(int state, int thread) =>
        hasWindows ? _states[state][(_first + _states[state][_window + thread])..] : _states[state][^1..];

    /// <summary>Whether a flush is pending whose completion makes more persistent.</summary>
    public bool IsPending(int state, int thread) => _states[state][_pending + thread] > 0;

    /// <summary>A store of a thread becomes visible.</summary>
    /// <param name="state">The state.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="content">The unit's content after it.</param>
    public int Append(int state, int thread, int content)
    {
        int step = (content * threadCount) + thread;
        if (_appended.TryGet(state, step, out int next)) { return next; }
        return _appended.Add(state, step, See(MakeAppended(state, content), thread));
    }

    /// <summary>A thread has read or written the newest content of the unit or of its line: its flushes of the line reach as far.</summary>
    public int See(int state, int thread) => Remember(state, StepKind.See, thread);

    /// <summary>A thread flushes the line: what it has seen there is pending.</summary>
    public int Flush(int state, int thread) => Remember(state, StepKind.Flush, thread);

    /// <summary>A DSB SY completes a thread's flushes.</summary>
    public int Complete(int state, int thread) => Remember(state, StepKind.Complete, thread);

    /// <summary>A thread's later loads return nothing older than what is visible now.</summary>
    public int Refresh(int state, int thread) => hasWindows ? Remember(state, StepKind.Refresh, thread) : state;

    /// <summary>A thread reads a content; it reads no older one later (coherence), and its flushes reach as far.</summary>
    /// <param name="state">The state.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="index">The index of the content in <see cref="Readable"/>.</param>
    public int Read(int state, int thread, int index) => hasWindows ? Remember(state, StepKind.FirstRead + index, thread) : See(state, thread);

    private int Remember(int state, StepKind kind, int thread)
    {
        int step = ((int)kind * threadCount) + thread;
        return _steps.TryGet(state, step, out int next) ? next : _steps.Add(state, step, Make(state, kind, thread));
    }

    private int Make(int state, StepKind kind, int thread)
    {
        int[] next = _states[state].ToArray();
        int last = next.Length - _first - 1;
        ref int pending = ref next[_pending + thread];
        ref int seen = ref next[_seen + thread];
        switch (kind)
        {
            case StepKind.See:
                seen = last;
                break;
            case StepKind.Flush:
                pending = Math.Max(pending, seen);
                break;
            case StepKind.Complete:
                next[Lower] = Math.Max(next[Lower], pending);
                pending = 0;
                break;
            case StepKind.Refresh:
                next[_window + thread] = last;
                break;
            default:
                next[_window + thread] += kind - StepKind.FirstRead;
                seen = Math.Max(seen, next[_window + thread]);
                break;
        }
        return Intern(next);
    }

    private int MakeAppended(int state, int content)
    {
        ReadOnlySpan<int> old = _states[state];
        if (old[^1] == content) { return state; }
        // An equal older content makes no difference to a crash; only a thread that may still read it tells them apart.
        int equal = old[_first..].IndexOf(content);
        int removed = equal >= 0 && !IsReadable(old, equal) ? equal : -1;
        List<int> next = [.. old, content];
        if (removed >= 0)
        {
            next.RemoveAt(_first + removed);
            for (int place = 0; place < _first; place++)
            {
                if (next[place] > removed) { next[place]--; }
            }
        }
        return Intern(next.ToArray());
    }

    private bool IsReadable(ReadOnlySpan<int> state, int index)
    {
        for (int place = _window; place < _first; place++)
        {
            if (state[place] <= index) { return true; }
        }
        return false;
    }

    /// <summary>Drops what no place reaches any more, and places that imply nothing.</summary>
    private int Intern(Span<int> state)
    {
        int start = state[Lower];
        foreach (int window in state[_window.._first]) { start = Math.Min(start, window); }
        for (int place = _pending; place < _window; place++)
        {
            state[place] = state[place] <= state[Lower] ? 0 : state[place] - start;
        }
        state[Lower] -= start;
        for (int place = _window; place < _first; place++) { state[place] -= start; }
        if (start == 0) { return _states.Intern(state); }
        Span<int> trimmed = stackalloc int[state.Length - start];
        state[.._first].CopyTo(trimmed);
        state[(_first + start)..].CopyTo(trimmed[_first..]);
        return _states.Intern(trimmed);
    }
}
