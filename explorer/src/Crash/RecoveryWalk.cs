using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Walks recovery's behaviour tree over all images that a crash can leave, without listing them.</summary>
/// <remarks>
/// Every persist unit starts as the set of its candidates. A load groups the candidates of its unit by the value of the bytes
/// read; each value is an edge. Units that recovery never reads cost nothing. A crash inside recovery starts the same walk
/// again from what recovery's own stores have made of the sets: before every step of recovery that makes more persistent,
/// and after it has ended, where the second recovery must show the state that the first one showed.
/// </remarks>
/// <param name="tables">The shared tables.</param>
/// <param name="probe">Operations that run after recovery.</param>
/// <param name="nestedCrashes">How many crashes inside recovery to follow.</param>
internal sealed class RecoveryWalk(ExplorationTables tables, IReadOnlyList<Operation> probe, int nestedCrashes)
{
    private readonly BehaviourTree _tree = tables.Tree;
    private readonly int _recoveryTree = tables.Tree.NewTree();
    private readonly SequenceTable _outcomeSets = new();
    private readonly Dictionary<(StateHash Hash, int Depth), int> _nested = [];
    private readonly UndecidedMemory[] _memories = [.. Enumerable.Range(0, nestedCrashes + 1).Select(_ => new UndecidedMemory(tables))];
    private readonly int[] _positions = new int[nestedCrashes + 1];
    private readonly bool[] _recovered = new bool[nestedCrashes + 1];
    private int _depthReached;

    /// <summary>Leaves reached after first crashes: images decided, as far as recovery reads them.</summary>
    public long ImagesDecided { get; private set; }

    /// <summary>Distinct sequences of values that recovery has read, to its end.</summary>
    public int PathCount => _tree.LeafCountOf(_recoveryTree);

    /// <summary>
    /// Told every outcome when it is reached, while a counterexample is looked for, and the outcome of the second crash that it
    /// was concluded from, or -1; null during search.
    /// </summary>
    public Action<int, int>? OutcomeReached { get; set; }

    /// <summary>The nodes that the walks stand at, the walk after the first crash first.</summary>
    public IReadOnlyList<int> Positions => [.. _positions.Reverse().Take(nestedCrashes + 1 - _depthReached)];

    /// <summary>Forgets what was remembered about memory contents, because the initial contents or the elided sites have changed.</summary>
    public void Restart()
    {
        _nested.Clear();
        ImagesDecided = 0;
    }

    /// <summary>The outcomes of a set, ascending by number.</summary>
    public ReadOnlySpan<int> OutcomeSet(int set) => _outcomeSets[set];

    /// <summary>The number of the set of outcomes that recovery can have after a crash in the machine's state.</summary>
    public int OutcomesOf(Machine machine)
    {
        int[] crashSets = new int[tables.Units.SlotCount];
        for (int slot = 0; slot < crashSets.Length; slot++) { crashSets[slot] = tables.States.CrashSetOf(machine.PersistState(slot)); }
        return OutcomesOf(crashSets);
    }

    /// <summary>The same for a crash that leaves given crash sets.</summary>
    public int OutcomesOf(ReadOnlySpan<int> crashSets) => OutcomesOf(crashSets, nestedCrashes);

    private int OutcomesOf(ReadOnlySpan<int> crashSets, int depth)
    {
        _memories[depth].Start(crashSets);
        _recovered[depth] = false;
        SortedSet<int> outcomes = [];
        if (_tree.Root(_recoveryTree) == 0) { RunRecovery([], depth); }
        Walk(_tree.Root(_recoveryTree), depth, outcomes);
        return _outcomeSets.Intern([.. outcomes]);
    }

    private void Walk(int node, int depth, SortedSet<int> outcomes)
    {
        int mark = _memories[depth].Mark;
        bool recoveredBefore = _recovered[depth];
        while (node != 0)
        {
            BehaviourNode next = _tree[node];
            _positions[depth] = node;
            if (next.Reads)
            {
                node = FollowRead(node, next, depth, outcomes);
            }
            else if (next.Kind == NodeKind.Return)
            {
                Add((int)next.Result, depth, outcomes);
                node = 0;
            }
            else
            {
                node = Execute(next, depth, outcomes);
            }
        }
        _memories[depth].Undo(mark);
        _recovered[depth] = recoveredBefore;
    }

    /// <summary>Follows a read: returns the next node where the value is determined, else walks every branch and returns 0.</summary>
    private int FollowRead(int node, in BehaviourNode next, int depth, SortedSet<int> outcomes)
    {
        UndecidedMemory memory = _memories[depth];
        // A locked instruction starts with an empty buffer.
        if (next.Kind == NodeKind.CompareExchange) { Fence(depth, tables.Model.LockedCompletesFlushes, outcomes); }
        int lowBytes = Math.Min((int)next.SizeBytes, PersistWord.Bytes);
        UndecidedUnits.Group[] lows = memory.Read(next.Line, next.OffsetBytes, lowBytes, out int lowSlot);
        if (lows.Length == 1 && next.SizeBytes == lowBytes) { return Enter(node, next, lows[0].Value, depth, outcomes); }
        foreach (UndecidedUnits.Group low in lows)
        {
            int mark = memory.Mark;
            if (lowSlot >= 0) { memory.Decide(lowSlot, low.Set); }
            if (next.SizeBytes == lowBytes) { WalkInto(node, next, low.Value, depth, outcomes); }
            else { FollowUpperWord(node, next, low.Value, depth, outcomes); }
            memory.Undo(mark);
        }
        return 0;
    }

    private void FollowUpperWord(int node, in BehaviourNode next, ulong low, int depth, SortedSet<int> outcomes)
    {
        UndecidedMemory memory = _memories[depth];
        foreach (UndecidedUnits.Group high in memory.Read(next.Line, next.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes, out int slot))
        {
            int mark = memory.Mark;
            if (slot >= 0) { memory.Decide(slot, high.Set); }
            WalkInto(node, next, new UInt128(high.Value, low), depth, outcomes);
            memory.Undo(mark);
        }
    }

    private void WalkInto(int node, in BehaviourNode next, UInt128 value, int depth, SortedSet<int> outcomes)
    {
        int child = Enter(node, next, value, depth, outcomes);
        if (child != 0) { Walk(child, depth, outcomes); }
    }

    /// <summary>Takes the edge of a value: performs a compare-exchange, and runs recovery where the tree does not know the value.</summary>
    private int Enter(int node, in BehaviourNode next, UInt128 value, int depth, SortedSet<int> outcomes)
    {
        if (next.Kind == NodeKind.SpinUntil && !next.Condition.IsSatisfiedBy((ulong)value, (ulong)next.Comparand))
        {
            Add(tables.Outcomes.Hang("recovery waits for ever"), depth, outcomes);
            return 0;
        }
        if (next.Kind == NodeKind.CompareExchange && value == next.Comparand)
        {
            if (tables.Model.PersistsWhenVisible) { CrashInRecovery(depth, outcomes); }
            _memories[depth].WriteLocked(next.Entry);
            if (next.UpperEntry >= 0) { _memories[depth].WriteLocked(next.UpperEntry); }
        }
        int child = _tree.Child(node, value);
        if (child == 0)
        {
            List<UInt128> script = _tree.ValuesReadBefore(node);
            script.Add(value);
            RunRecovery(script, depth);
            child = _tree.Child(node, value);
            Invariant.Holds(child != 0, "the run read the script's values");
        }
        return child;
    }

    /// <summary>Executes an event that reads nothing, or both words of a wide store, and returns the node after it.</summary>
    private int Execute(in BehaviourNode next, int depth, SortedSet<int> outcomes)
    {
        int after = next.Next;
        switch (next.Kind)
        {
            case NodeKind.Store:
            case NodeKind.NonTemporalStore:
            case NodeKind.FlushOptimized or NodeKind.Flush when tables.Executes(next.SiteId, isCrashExplored: depth > 0 && !_recovered[depth]):
                if (_memories[depth].IsBufferFull) { DrainAll(depth, outcomes); }
                int upper = _tree.UpperWord(after);
                _memories[depth].Issue(next.Entry, upper);
                if (upper >= 0) { after = _tree[after].Next; }
                if (!tables.Model.BuffersStores) { DrainAll(depth, outcomes); }
                break;
            case NodeKind.StoreFence or NodeKind.FullFence when tables.Executes(next.SiteId, isCrashExplored: depth > 0 && !_recovered[depth]):
                Fence(depth, completesFlushes: true, outcomes);
                break;
            case NodeKind.Observed:
                CrashAfterRecovery((int)next.Result, depth, outcomes);
                // The probe's own operations change the abstract state: crashes in them are another exploration's business.
                _recovered[depth] = true;
                break;
            default:
                break;
        }
        return after;
    }

    private void DrainAll(int depth, SortedSet<int> outcomes)
    {
        if (depth > 0 && _memories[depth].HasBuffered) { _memories[depth].AtEveryDrain(() => CrashInRecovery(depth, outcomes)); }
        _memories[depth].DrainAll();
    }

    private void Fence(int depth, bool completesFlushes, SortedSet<int> outcomes)
    {
        DrainAll(depth, outcomes);
        if (!completesFlushes || !_memories[depth].HasPendingFlush()) { return; }
        CrashInRecovery(depth, outcomes);
        _memories[depth].CompleteFlushes();
    }

    private void CrashInRecovery(int depth, SortedSet<int> outcomes)
    {
        if (depth > 0 && !_recovered[depth]) { outcomes.UnionWith(NestedOutcomes(depth)); }
    }

    private void CrashAfterRecovery(int shown, int depth, SortedSet<int> outcomes)
    {
        if (depth == 0) { return; }
        _memories[depth].AtEveryDrain(() =>
        {
            foreach (int outcome in NestedOutcomes(depth))
            {
                // The crash may also come just before recovery ends and shows anything.
                outcomes.Add(outcome);
                if (tables.Outcomes.Kind(outcome) != OutcomeKind.Recovered || tables.Outcomes.State(outcome) == shown) { continue; }
                int unstable = tables.Outcomes.Unstable(shown, tables.Outcomes.Text(outcome));
                Report(unstable, depth, outcome);
                outcomes.Add(unstable);
            }
        });
    }

    private int[] NestedOutcomes(int depth)
    {
        int[] crashSets = _memories[depth].CrashSets();
        StateHash hash = default;
        for (int slot = 0; slot < crashSets.Length; slot++)
        {
            int initial = tables.States.CrashSetOf(tables.InitialState(slot));
            hash = hash.Replace(slot, 0, crashSets[slot] == initial ? 0 : crashSets[slot]);
        }
        if (OutcomeReached is not null || !_nested.TryGetValue((hash, depth - 1), out int set))
        {
            set = OutcomesOf(crashSets, depth - 1);
            _nested[(hash, depth - 1)] = set;
        }
        return OutcomeSet(set).ToArray();
    }

    private void Add(int outcome, int depth, SortedSet<int> outcomes)
    {
        if (depth == nestedCrashes) { ImagesDecided++; }
        Report(outcome, depth);
        outcomes.Add(outcome);
    }

    private void Report(int outcome, int depth, int second = -1)
    {
        _depthReached = depth;
        OutcomeReached?.Invoke(outcome, second);
    }

    private void RunRecovery(IReadOnlyList<UInt128> script, int depth)
    {
        Dictionary<long, IReadOnlyList<byte[]>> candidates = [];
        for (int slot = 0; slot < tables.Units.SlotCount; slot++)
        {
            int[] members = tables.Undecided.Members(_memories[depth].Set(slot)).ToArray();
            candidates.Add(tables.Units.Address(slot).Offset / tables.Units.UnitBytes,
                [.. members.Select(state => tables.States.Contents[tables.States.Visible(state)].ToArray())]);
        }
        CrashImage image = new(candidates, tables.Units.UnitBytes);
        foreach (BufferEntry store in _memories[depth].BufferedStores)
        {
            image.Write(store.Line.Start + store.OffsetBytes, store.SizeBytes, (ulong)store.Value);
        }
        tables.Code.RunRecovery(_recoveryTree, probe, script, image);
    }
}
