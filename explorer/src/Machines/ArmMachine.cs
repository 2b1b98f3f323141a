using System.Globalization;
using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>Armv8 with DC CVAP for litmus programs, exact: instructions are performed one after the other, out of program order.</summary>
/// <remarks>
/// Construction. Every thread first decides its branches and which of its store-exclusives succeed (as a processor predicts
/// them); then, step by step, any instruction is performed whose predecessors in <see cref="ArmThread"/> have been. A load
/// reads the newest value in memory, or that of a waiting store of its own thread; a store makes its value the newest. So the
/// order in which instructions are performed is a linear extension of the ordered-before relation of multi-copy-atomic Armv8
/// (Pulte et al., POPL 2018), whose axiom says exactly that one exists: rf from other threads, co and fr point forward in that
/// order by construction, and every other edge of ordered-before stays inside a thread and is one of the rules. A run whose
/// predictions do not come true, or in which a load comes too late for coherence, cannot be completed and does not count.
/// No bound is involved: litmus programs have no loops, and no promises need to be guessed, because a store that overtakes
/// loads is simply performed first.
/// Persistence (Cho et al., PLDI 2021, PArmv8). A flush is performed as soon as its predecessors are: then it covers least,
/// and nothing is ordered after it. A DSB SY, whose completion is a step, makes the thread's covered stores persistent; each
/// word persists a prefix of its own stores.
/// </remarks>
internal sealed class ArmMachine : IProgramMachine
{
    private const int Skip = 0;
    private const int Take = 1;
    private const int Fail = 2;
    private const int Perform = 3;

    private readonly IReadOnlyList<LitmusThread> _threads;
    private readonly IReadOnlyList<LitmusLocation> _locations;
    private readonly ArmInstruction[][] _code;
    private readonly int[] _firstStatus;
    private readonly int[] _lines;
    private readonly bool _crashes;
    private readonly Func<int, int, bool> _isObserved;
    private readonly PersistStates _states;
    private readonly List<long> _values = [0];
    private readonly Dictionary<long, int> _valueIds = [];
    private readonly Dictionary<int, long[]> _crashValues = [];

    /// <summary>A machine for some threads.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="locations">The locations.</param>
    /// <param name="crashes">Whether crashes are of interest; else only what is visible is kept.</param>
    /// <param name="isObserved">Whether the final value of a register of a thread is of interest.</param>
    public ArmMachine(IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusLocation> locations, bool crashes, Func<int, int, bool> isObserved)
    {
        _threads = threads;
        _locations = locations;
        _crashes = crashes;
        _isObserved = isObserved;
        _code = [.. threads.Select(thread => thread.Instructions.Select(ArmInstruction.Of).ToArray())];
        _lines = [.. locations.Select(location => location.Line)];
        _states = new PersistStates(Px86.Model, Math.Max(1, threads.Count));
        _firstStatus = new int[threads.Count];
        int next = locations.Count;
        for (int thread = 0; thread < threads.Count; thread++)
        {
            _firstStatus[thread] = next;
            next += _code[thread].Length;
        }
        Length = next;
    }

    /// <inheritdoc/>
    public int Length { get; }

    /// <inheritdoc/>
    public void Start(Span<int> state, IReadOnlyList<long> memory)
    {
        for (int location = 0; location < memory.Count; location++)
        {
            state[location] = _states.Clean(_states.Contents.Replace(0, 0, PersistWord.Bytes, (ulong)memory[location]));
        }
        Settle(state);
    }

    /// <inheritdoc/>
    public void ListChoices(ReadOnlySpan<int> state, List<int> choices)
    {
        choices.Clear();
        for (int thread = 0; thread < _code.Length; thread++)
        {
            int undecided = StatusOf(state, thread).IndexOf(ArmThread.Unfetched);
            if (undecided < 0) { continue; }
            // Decisions affect no other thread: one order of them is enough.
            ListDecisions(state, thread, undecided, choices);
            return;
        }
        for (int thread = 0; thread < _code.Length; thread++)
        {
            for (int index = 0; index < _code[thread].Length; index++)
            {
                if (CanPerform(state, thread, index)) { choices.Add(Choice(thread, index, Perform)); }
            }
        }
    }

    /// <inheritdoc/>
    public void Step(Span<int> state, int choice)
    {
        (int thread, int index, int what) = Split(choice);
        if (what == Perform)
        {
            PerformInstruction(state, thread, index);
            Settle(state);
            Forget(state);
            return;
        }
        state[_firstStatus[thread] + index] = what switch
        {
            Skip => ArmThread.Skipped,
            Fail => ArmThread.Failed,
            _ => StatusWhenTaken(_code[thread][index]),
        };
        Settle(state);
    }

    /// <inheritdoc/>
    public bool IsComplete(ReadOnlySpan<int> state)
    {
        ReadOnlySpan<int> all = state[_locations.Count..];
        return !all.Contains(ArmThread.Waiting) && !all.Contains(ArmThread.Unfetched);
    }

    /// <inheritdoc/>
    public bool IsCrashPoint(ReadOnlySpan<int> state)
    {
        ReadOnlySpan<int> all = state[_locations.Count..];
        if (all.Contains(ArmThread.Unfetched)) { return false; }
        if (!all.Contains(ArmThread.Waiting)) { return true; }
        for (int thread = 0; thread < _code.Length; thread++)
        {
            for (int index = 0; index < _code[thread].Length; index++)
            {
                if (_code[thread][index].Completes && CanPerform(state, thread, index)) { return true; }
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public long? Register(ReadOnlySpan<int> state, int thread, int register)
    {
        bool isKnown = Thread(state, thread).TryGetRegister(register, _code[thread].Length, out long value);
        Invariant.Holds(isKnown, "registers are asked for in complete states only");
        return value;
    }

    /// <inheritdoc/>
    public long Value(ReadOnlySpan<int> state, int location) => Visible(state, location);

    /// <inheritdoc/>
    public int CrashSet(ReadOnlySpan<int> state, int location) => _states.CrashSetOf(state[location]);

    /// <inheritdoc/>
    public IReadOnlyList<long> ValuesOf(int crashSet)
    {
        if (!_crashValues.TryGetValue(crashSet, out long[]? values))
        {
            values = [.. _states.CrashSet(crashSet).ToArray().Select(content => (long)_states.Contents.Read(content, 0, PersistWord.Bytes))];
            _crashValues.Add(crashSet, values);
        }
        return values;
    }

    /// <inheritdoc/>
    public string Describe(ReadOnlySpan<int> state, int choice)
    {
        (int thread, int index, int what) = Split(choice);
        ArmInstruction instruction = _code[thread][index];
        string text = $"{_threads[thread].Name}: {instruction.Text}";
        return what switch
        {
            Fail => $"{text} fails",
            Perform when instruction.IsLoad && TryRead(state, thread, index, out long value, out int flags) =>
                string.Create(CultureInfo.InvariantCulture, $"{text} reads {value}{((flags & ArmThread.Forwarded) != 0 ? " from its own waiting store" : "")}"),
            Perform when instruction.Completes => $"{text} completes",
            Perform => $"{text} is visible",
            _ => "",
        };
    }

    private static int Choice(int thread, int index, int what) => (thread << 16) | (index << 2) | what;

    private static (int Thread, int Index, int What) Split(int choice) => (choice >> 16, (choice & 0xFFFF) >> 2, choice & 3);

    private ReadOnlySpan<int> StatusOf(ReadOnlySpan<int> state, int thread) => state.Slice(_firstStatus[thread], _code[thread].Length);

    private ArmThread Thread(ReadOnlySpan<int> state, int thread) => new(_code[thread], StatusOf(state, thread), _values);

    private long Visible(ReadOnlySpan<int> state, int location) =>
        (long)_states.Contents.Read(_states.Visible(state[location]), 0, PersistWord.Bytes);

    private void ListDecisions(ReadOnlySpan<int> state, int threadIndex, int index, List<int> choices)
    {
        ArmThread thread = Thread(state, threadIndex);
        bool? holds = thread.GuardsHold(index);
        if (holds is null) { choices.Add(Choice(threadIndex, index, Skip)); }
        if (_code[threadIndex][index].IsStoreExclusive) { choices.Add(Choice(threadIndex, index, Fail)); }
        if (!_code[threadIndex][index].IsStoreExclusive || thread.PairOf(index) >= 0) { choices.Add(Choice(threadIndex, index, Take)); }
    }

    /// <summary>Whether an instruction is waiting, may be performed, and agrees with the thread's decisions.</summary>
    private bool CanPerform(ReadOnlySpan<int> state, int threadIndex, int index)
    {
        if (state[_firstStatus[threadIndex] + index] != ArmThread.Waiting) { return false; }
        ArmThread thread = Thread(state, threadIndex);
        ArmInstruction instruction = _code[threadIndex][index];
        if (thread.IsBlocked(index, _lines)) { return false; }
        if (instruction.Completes) { return true; }
        if (thread.WaitsForRegister(index)) { return false; }
        if (instruction.IsStore) { return !IsReservedByOther(state, threadIndex, instruction.Location); }
        return TryRead(state, threadIndex, index, out long value, out int flags)
            && !thread.ComesTooLate(index)
            && AgreesWithDecisions(state, threadIndex, index, ArmThread.Read(Intern(value), flags));
    }

    private bool TryRead(ReadOnlySpan<int> state, int threadIndex, int index, out long value, out int flags)
    {
        ArmThread thread = Thread(state, threadIndex);
        int own = thread.OwnStoreBefore(index);
        bool isForwarded = own >= 0 && StatusOf(state, threadIndex)[own] == ArmThread.Waiting;
        flags = isForwarded ? ArmThread.Forwarded : 0;
        if (!isForwarded)
        {
            value = Visible(state, _code[threadIndex][index].Location);
            return true;
        }
        thread.TryGetValue(own, out value);
        return thread.CanForward(own, index);
    }

    private bool AgreesWithDecisions(ReadOnlySpan<int> state, int thread, int load, int status)
    {
        Span<int> after = stackalloc int[_code[thread].Length];
        StatusOf(state, thread).CopyTo(after);
        after[load] = status;
        return new ArmThread(_code[thread], after, _values).DecisionsHold();
    }

    private bool IsReservedByOther(ReadOnlySpan<int> state, int thread, int location)
    {
        for (int other = 0; other < _code.Length; other++)
        {
            if (other != thread && Thread(state, other).Reserves(location)) { return true; }
        }
        return false;
    }

    private void PerformInstruction(Span<int> state, int thread, int index)
    {
        ArmInstruction instruction = _code[thread][index];
        int status = ArmThread.Performed;
        if (instruction.IsLoad)
        {
            TryRead(state, thread, index, out long value, out int flags);
            status = ArmThread.Read(Intern(value), flags);
        }
        else if (instruction.IsStore)
        {
            Thread(state, thread).TryGetValue(index, out long value);
            MakeVisible(state, instruction.Location, value);
            MarkReaders(state, thread, index);
        }
        else if (_crashes)
        {
            for (int location = 0; location < _locations.Count; location++) { state[location] = _states.Complete(state[location], thread); }
        }
        state[_firstStatus[thread] + index] = status;
    }

    private void MakeVisible(Span<int> state, int location, long value)
    {
        int next = _states.Append(state[location], Intern(value), 0, PersistWord.Bytes, (ulong)value);
        state[location] = _crashes ? next : _states.Raise(next);
    }

    /// <summary>Loads that have read the location before a store is performed are stale now, but not those that read from this store.</summary>
    private void MarkReaders(Span<int> state, int storingThread, int store)
    {
        int location = _code[storingThread][store].Location;
        for (int thread = 0; thread < _code.Length; thread++)
        {
            for (int index = 0; index < _code[thread].Length; index++)
            {
                ref int status = ref state[_firstStatus[thread] + index];
                if (!_code[thread][index].IsLoad || _code[thread][index].Location != location || status < ArmThread.Performed) { continue; }
                if (!ArmThread.HasFlag(status, ArmThread.Forwarded)) { status = Flagged(status, ArmThread.Stale); }
                else if (thread == storingThread && Thread(state, thread).OwnStoreBefore(index) == store) { status = Flagged(status, 0); }
            }
        }
    }

    private static int Flagged(int status, int flags) => ArmThread.Read(ArmThread.ValueIdOf(status), flags);

    private static int StatusWhenTaken(ArmInstruction instruction) =>
        instruction.AccessesMemory || instruction.IsClean || instruction.Completes ? ArmThread.Waiting : ArmThread.Performed;

    /// <summary>Takes the steps that are no choice: decisions that are determined, and flushes whose predecessors have been performed.</summary>
    private void Settle(Span<int> state)
    {
        for (int thread = 0; thread < _code.Length; thread++)
        {
            int index = StatusOf(state, thread).IndexOf(ArmThread.Unfetched);
            for (; index >= 0 && index < _code[thread].Length; index++)
            {
                bool? holds = Thread(state, thread).GuardsHold(index);
                if (holds is null || (holds is true && _code[thread][index].IsStoreExclusive)) { return; }
                state[_firstStatus[thread] + index] = holds is true ? StatusWhenTaken(_code[thread][index]) : ArmThread.Skipped;
            }
        }
        for (int thread = 0; thread < _code.Length; thread++)
        {
            for (int index = 0; index < _code[thread].Length; index++) { CleanIfPossible(state, thread, index); }
        }
    }

    private void CleanIfPossible(Span<int> state, int thread, int index)
    {
        ArmInstruction instruction = _code[thread][index];
        ref int status = ref state[_firstStatus[thread] + index];
        if (!instruction.IsClean || status != ArmThread.Waiting || Thread(state, thread).IsBlocked(index, _lines)) { return; }
        status = ArmThread.Performed;
        for (int location = 0; _crashes && location < _locations.Count; location++)
        {
            if (_lines[location] == _lines[instruction.Location]) { state[location] = _states.Pend(state[location], thread); }
        }
    }

    /// <summary>Drops what can no longer matter, so that more states are equal.</summary>
    private void Forget(Span<int> state)
    {
        for (int thread = 0; thread < _code.Length; thread++)
        {
            bool isOver = !StatusOf(state, thread).Contains(ArmThread.Waiting);
            for (int index = 0; index < _code[thread].Length; index++)
            {
                ref int status = ref state[_firstStatus[thread] + index];
                if (isOver && !IsFinalValue(state, thread, index)) { status = ArmThread.Skipped; }
                else if (status >= ArmThread.Performed && _code[thread][index].IsLoad)
                {
                    int valueId = NeedsValue(state, thread, index) ? ArmThread.ValueIdOf(status) : 0;
                    int flags = NeedsFlags(state, thread, index) ? (status - ArmThread.Performed) & (ArmThread.Stale | ArmThread.Forwarded) : 0;
                    status = ArmThread.Read(valueId, flags);
                }
            }
        }
    }

    private bool IsFinalValue(ReadOnlySpan<int> state, int thread, int index)
    {
        int target = _code[thread][index].Target;
        return target != 0 && _isObserved(thread, target) && Thread(state, thread).Producer(target, _code[thread].Length) == index;
    }

    /// <summary>Whether a load's value will be looked at: by a store that waits, by a decision not yet confirmed, or in the end.</summary>
    private bool NeedsValue(ReadOnlySpan<int> state, int thread, int load)
    {
        int target = _code[thread][load].Target;
        if (_isObserved(thread, target)) { return true; }
        for (int i = load + 1; i < _code[thread].Length; i++)
        {
            if (_code[thread][i].Value.Register == target || _code[thread][i].Guards.Any(guard => guard.Register == target)) { return true; }
        }
        return false;
    }

    /// <summary>Whether it matters that a load's value is stale or forwarded: an earlier load of the location, or its store-exclusive, waits.</summary>
    private bool NeedsFlags(ReadOnlySpan<int> state, int threadIndex, int load)
    {
        ReadOnlySpan<int> status = StatusOf(state, threadIndex);
        ArmInstruction[] code = _code[threadIndex];
        for (int i = 0; i < load; i++)
        {
            if (status[i] == ArmThread.Waiting && code[i].IsLoad && code[i].Location == code[load].Location) { return true; }
        }
        for (int i = load + 1; code[load].IsLoadExclusive && i < code.Length; i++)
        {
            if (status[i] == ArmThread.Waiting && code[i].IsStoreExclusive && Thread(state, threadIndex).PairOf(i) == load) { return true; }
        }
        return false;
    }

    private int Intern(long value)
    {
        if (!_valueIds.TryGetValue(value, out int id))
        {
            id = _values.Count;
            _values.Add(value);
            _valueIds.Add(value, id);
        }
        return id;
    }
}
