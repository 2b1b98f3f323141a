using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>One global state of an execution, and its steps: threads that walk behaviour trees over a memory with given rules.</summary>
/// <remarks>
/// The state is a flat vector of ints: the monitor's state; per thread the number of its operation, its node in the behaviour
/// tree (0 between operations) and what the <see cref="MemoryRules"/> keep there; then what the rules keep globally and per
/// persist unit. What all models share stands here: operations, responses, faults, switched-off sites, where crashes are
/// judged. What memory does stands in the rules; a new family of models is one class derived from <see cref="MemoryRules"/>
/// (and its <see cref="UndecidedMemory"/> for recovery), created by its <see cref="PersistencyModel"/>, with no change here.
/// Steps that commute with every step of the other threads are taken at once. What remains a choice: beginning an operation,
/// the instructions that the rules call a choice, once per value that a read may return, and the rules' silent steps.
/// A crash is checked just before every step that makes more memory persistent or begins an operation, and when nothing
/// is left to do: the images of all other states are contained in those.
/// </remarks>
internal sealed partial class Machine : MemoryState
{
    private const int MonitorInt = 0;
    private const int LastThreadInt = 1;
    private const int PreemptionInt = 2;
    private const int OperationInt = 0;
    private const int NodeInt = 1;
    private const int IndexBits = 8;

    private readonly ExplorationTables _tables;
    private readonly BehaviourTree _tree;
    private readonly MemoryRules _rules;
    private readonly CrashCheck _crash;
    private readonly int[][][] _menus;
    private readonly int? _preemptionBound;
    private readonly List<int> _silent = [];

    /// <summary>A machine for one workload.</summary>
    /// <param name="tables">The shared tables.</param>
    /// <param name="crash">Judges crashes.</param>
    /// <param name="menus">For each thread and each of its operations in turn: the operations to choose from, by number.</param>
    /// <param name="preemptionBound">How often a thread may be interrupted inside an operation that could go on; null for any number.</param>
    public Machine(ExplorationTables tables, CrashCheck crash, int[][][] menus, int? preemptionBound = null)
        : base(tables.Rules, menus.Length, ownInts: preemptionBound is null ? 1 : 3, ownThreadInts: 2)
    {
        _tables = tables;
        _tree = tables.Tree;
        _rules = tables.Rules;
        _crash = crash;
        _menus = menus;
        _preemptionBound = preemptionBound;
    }

    /// <summary>The violation that the last step ran into, or null.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>Told every state in which a crash is judged; null during search.</summary>
    public Action? Crashing { get; set; }

    /// <summary>Receives every step, for counterexamples; null during search.</summary>
    public StepLog? Observer { get; set; }

    /// <summary>The monitor's state.</summary>
    public int Monitor => Own(MonitorInt);

    /// <summary>The admissible abstract states after a crash now.</summary>
    public int Admissible => _tables.Monitor.AdmissibleAfterCrash(Monitor);

    /// <summary>Starts in the initial state.</summary>
    /// <param name="monitor">The monitor's state before the first operation.</param>
    public void Start(int monitor)
    {
        Clear();
        Violation = null;
        SetOwn(MonitorInt, monitor);
        Observer?.Started();
    }

    /// <summary>Lists the transitions that are enabled, in a fixed order.</summary>
    public void ListChoices(List<int> choices)
    {
        choices.Clear();
        for (int thread = 0; thread < ThreadCount; thread++)
        {
            int alternatives = IsPreempted(thread) ? 0 : CountIssues(thread);
            for (int alternative = 0; alternative < alternatives; alternative++) { choices.Add(Choice.Issue(thread, alternative)); }
            _silent.Clear();
            _rules.ListSilentSteps(this, thread, _silent);
            foreach (int step in _silent) { choices.Add(Choice.Silent(thread, step)); }
        }
    }

    /// <summary>Whether a thread still has something to do.</summary>
    public bool HasUnfinishedOperation()
    {
        for (int thread = 0; thread < ThreadCount; thread++)
        {
            if (Node(thread) != 0 || OperationIndex(thread) < _menus[thread].Length) { return true; }
        }
        return false;
    }

    /// <summary>Takes a transition and everything that follows from it at once.</summary>
    public void Step(int choice)
    {
        int thread = Choice.ThreadOf(choice);
        if (Choice.IsSilent(choice)) { TakeSilentStep(thread, Choice.SilentStep(choice)); }
        else { Issue(thread, Choice.Alternative(choice)); }
        if (Violation is null) { Settle(thread); }
    }

    /// <summary>Judges a crash in this state.</summary>
    /// <returns>Whether there is no violation.</returns>
    public override bool Crash()
    {
        Crashing?.Invoke();
        Violation ??= _crash.Judge(this);
        return Violation is null;
    }

    /// <summary>What a choice begins, if it begins an operation.</summary>
    /// <param name="choice">An enabled transition.</param>
    /// <returns>The operation's number, and the choice that begins it where there is no other to choose; or -1 and the choice itself.</returns>
    public (int Operation, int Choice) Resolve(int choice)
    {
        int thread = Choice.ThreadOf(choice);
        if (Choice.IsSilent(choice) || Node(thread) != 0) { return (-1, choice); }
        (int item, int alternative) = Pick(thread, Choice.Alternative(choice));
        return (_menus[thread][OperationIndex(thread)][item], Choice.Issue(thread, alternative));
    }

    /// <summary>Judges a state in which nothing is left to do.</summary>
    public void JudgeEnd()
    {
        Crash();
        if (HasUnfinishedOperation()) { Fail("progress", "every thread waits for ever: a deadlock"); }
    }

    /// <summary>Reports a violation that is not a crash's.</summary>
    public void Fail(string property, string summary) => Violation ??= new Violation(property, summary, -1);

    /// <inheritdoc/>
    protected override void Loaded() => Violation = null;

    /// <summary>How many operations the thread has finished.</summary>
    private int OperationIndex(int thread) => OwnThread(thread, OperationInt) & ((1 << IndexBits) - 1);

    private int Node(int thread) => OwnThread(thread, NodeInt);

    private void SetNode(int thread, int value) => SetOwnThread(thread, NodeInt, value);

    private int Operation(int thread) => _menus[thread][OperationIndex(thread)][OwnThread(thread, OperationInt) >> IndexBits];
}
