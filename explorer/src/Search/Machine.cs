using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>One global state of the synchronous machine, and its steps.</summary>
/// <remarks>
/// The state is a flat vector of ints: per thread the number of its operation, its node in the behaviour tree (0 between
/// operations) and its store buffer; the monitor's state; per persist unit its persist state (0 for the initial one).
/// The rules are those of the synchronous machine for Px86 (Khyzha and Lahav, POPL 2021). Steps that commute with every step
/// of the other threads are taken at once: issuing stores and flushes, draining clwb and sfence that nothing blocks,
/// responses. What remains a choice: issuing loads, fences, locked instructions and operations,
/// and when each buffered store and clflush drains.
/// A crash is checked just before every step that makes more memory persistent or begins an operation, and when nothing
/// is left to do: the images of all other states are contained in those.
/// </remarks>
internal sealed partial class Machine
{
    /// <summary>Marks a choice that issues the thread's next event; else the choice drains a buffer entry.</summary>
    private const int IssueChoice = 0;
    private const int MonitorPosition = 0;
    private const int FirstThreadPosition = 1;
    private const int PerThread = 3;

    private readonly ExplorationTables _tables;
    private readonly BehaviourTree _tree;
    private readonly StoreBuffers _buffers;
    private readonly PersistStates _states;
    private readonly PersistUnits _units;
    private readonly PersistencyModel _model;
    private readonly CrashCheck _crash;
    private readonly int[][] _operations;
    private readonly int _firstSlotPosition;
    private int[] _vector = new int[512];
    private StateHash _hash;
    private StateHash _crashHash;

    /// <summary>A machine for one workload.</summary>
    /// <param name="tables">The shared tables.</param>
    /// <param name="crash">Judges crashes.</param>
    /// <param name="operations">The operations of each thread, by number.</param>
    public Machine(ExplorationTables tables, CrashCheck crash, int[][] operations)
    {
        _tables = tables;
        _tree = tables.Tree;
        _buffers = tables.Buffers;
        _states = tables.States;
        _units = tables.Units;
        _model = tables.Model;
        _crash = crash;
        _operations = operations;
        _firstSlotPosition = FirstThreadPosition + (PerThread * operations.Length);
    }

    /// <summary>The violation that the last step ran into, or null.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>Receives every step, for counterexamples; null during search.</summary>
    public StepLog? Observer { get; set; }

    /// <summary>The state's hash.</summary>
    public StateHash Hash => _hash;

    /// <summary>The hash of what a crash can leave, relative to the initial state.</summary>
    public StateHash CrashHash => _crashHash;

    /// <summary>How many ints of the vector are in use.</summary>
    public int Length => _firstSlotPosition + _units.SlotCount;

    /// <summary>The monitor's state.</summary>
    public int Monitor => _vector[MonitorPosition];

    /// <summary>The admissible abstract states after a crash now.</summary>
    public int Admissible => _tables.Monitor.AdmissibleAfterCrash(Monitor);

    /// <summary>Starts in the initial state.</summary>
    /// <param name="monitor">The monitor's state before the first operation.</param>
    public void Start(int monitor)
    {
        EnsureCapacity(Length);
        Array.Clear(_vector);
        _hash = default;
        _crashHash = default;
        Violation = null;
        Set(MonitorPosition, monitor);
    }

    /// <summary>Takes a state over.</summary>
    public void Load(ReadOnlySpan<int> vector, StateHash hash, StateHash crashHash)
    {
        EnsureCapacity(Math.Max(vector.Length, Length));
        vector.CopyTo(_vector);
        _vector.AsSpan(vector.Length, Length - vector.Length).Clear();
        _hash = hash;
        _crashHash = crashHash;
        Violation = null;
    }

    /// <summary>Copies the state out.</summary>
    public void Save(Span<int> vector)
    {
        EnsureCapacity(vector.Length);
        _vector.AsSpan(0, vector.Length).CopyTo(vector);
    }

    /// <summary>The persist state of a slot.</summary>
    public int PersistState(int slot)
    {
        int position = _firstSlotPosition + slot;
        int state = position < _vector.Length ? _vector[position] : 0;
        return state != 0 ? state : _tables.InitialState(slot);
    }

    /// <summary>Lists the transitions that are enabled, in a fixed order.</summary>
    public void ListChoices(List<int> choices)
    {
        choices.Clear();
        for (int thread = 0; thread < _operations.Length; thread++)
        {
            if (CanIssue(thread)) { choices.Add(Choice(thread, IssueChoice)); }
            ulong drainable = _buffers.Drainable(Buffer(thread));
            for (int index = 0; drainable != 0; index++, drainable >>= 1)
            {
                if ((drainable & 1) != 0) { choices.Add(Choice(thread, 1 + index)); }
            }
        }
    }

    /// <summary>Whether a thread still has something to do.</summary>
    public bool HasUnfinishedOperation()
    {
        for (int thread = 0; thread < _operations.Length; thread++)
        {
            if (Node(thread) != 0 || OperationIndex(thread) < _operations[thread].Length) { return true; }
        }
        return false;
    }

    /// <summary>Takes a transition and everything that follows from it at once.</summary>
    public void Step(int choice)
    {
        int thread = choice >> 8;
        int what = choice & 0xFF;
        if (what == IssueChoice) { Issue(thread); }
        else { Drain(thread, what - 1); }
        if (Violation is null) { Settle(thread); }
    }

    /// <summary>Judges a crash in this state.</summary>
    public void CheckCrash()
    {
        if (Violation is null) { Violation = _crash.Judge(this); }
    }

    /// <summary>Reports a violation that is not a crash's.</summary>
    public void Fail(string property, string summary) => Violation ??= new Violation(property, summary, -1);

    private static int Choice(int thread, int what) => (thread << 8) | what;

    private int OperationIndex(int thread) => _vector[FirstThreadPosition + (PerThread * thread)];

    private int Node(int thread) => _vector[FirstThreadPosition + (PerThread * thread) + 1];

    private int Buffer(int thread) => _vector[FirstThreadPosition + (PerThread * thread) + 2];

    private void SetOperationIndex(int thread, int value) => Set(FirstThreadPosition + (PerThread * thread), value);

    private void SetNode(int thread, int value) => Set(FirstThreadPosition + (PerThread * thread) + 1, value);

    private void SetBuffer(int thread, int value) => Set(FirstThreadPosition + (PerThread * thread) + 2, value);

    private void Set(int position, int value)
    {
        int before = _vector[position];
        if (before == value) { return; }
        _hash = _hash.Replace(position, before, value);
        _vector[position] = value;
    }

    private void SetPersistState(int slot, int value)
    {
        int before = PersistState(slot);
        if (before == value) { return; }
        EnsureCapacity(Length);
        int initial = _tables.InitialState(slot);
        Set(_firstSlotPosition + slot, value == initial ? 0 : value);
        int initialSet = _states.CrashSetOf(initial);
        int setBefore = _states.CrashSetOf(before);
        int setAfter = _states.CrashSetOf(value);
        if (setBefore != setAfter)
        {
            _crashHash = _crashHash.Replace(slot, setBefore == initialSet ? 0 : setBefore, setAfter == initialSet ? 0 : setAfter);
        }
    }

    private void EnsureCapacity(int length)
    {
        if (length > _vector.Length) { Array.Resize(ref _vector, 2 * length); }
    }
}
