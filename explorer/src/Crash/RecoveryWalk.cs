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
    private readonly UndecidedUnits _undecided = tables.Undecided;
    private readonly PersistUnits _units = tables.Units;
    private readonly int _recoveryTree = tables.Tree.NewTree();
    private readonly SequenceTable _outcomeSets = new();
    private readonly Dictionary<(StateHash Hash, int Depth), int> _nested = [];
    private readonly int[] _positions = new int[nestedCrashes + 1];
    private readonly int[][] _sets = [.. Enumerable.Range(0, nestedCrashes + 1).Select(_ => new int[64])];
    private readonly List<(int Slot, int Before)>[] _trails = [.. Enumerable.Range(0, nestedCrashes + 1).Select(_ => new List<(int, int)>())];

    private int _depthReached;

    /// <summary>Leaves reached: images decided, as far as recovery reads them.</summary>
    public long ImagesDecided { get; private set; }

    /// <summary>Told every outcome when it is reached, while a counterexample is looked for; null during search.</summary>
    public Action<int>? OutcomeReached { get; set; }

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
        int[] crashSets = new int[_units.SlotCount];
        for (int slot = 0; slot < crashSets.Length; slot++) { crashSets[slot] = tables.States.CrashSetOf(machine.PersistState(slot)); }
        return OutcomesOf(crashSets, nestedCrashes);
    }

    /// <summary>The same for a crash that leaves given crash sets.</summary>
    /// <param name="crashSets">The crash set of each slot.</param>
    /// <param name="depth">Crashes inside recovery that may still happen.</param>
    public int OutcomesOf(ReadOnlySpan<int> crashSets, int depth)
    {
        Array.Clear(_sets[depth]);
        EnsureSlots(depth, crashSets.Length);
        for (int slot = 0; slot < crashSets.Length; slot++) { _sets[depth][slot] = _undecided.FromCrashSet(crashSets[slot]); }
        _trails[depth].Clear();
        SortedSet<int> outcomes = [];
        int root = _tree.Root(_recoveryTree);
        if (root == 0)
        {
            RunRecovery([], depth);
            root = _tree.Root(_recoveryTree);
        }
        Walk(root, depth, outcomes);
        return _outcomeSets.Intern([.. outcomes]);
    }

    private void Walk(int node, int depth, SortedSet<int> outcomes)
    {
        int mark = _trails[depth].Count;
        while (true)
        {
            BehaviourNode next = _tree[node];
            _positions[depth] = node;
            if (next.Reads)
            {
                node = FollowRead(node, next, depth, outcomes);
                if (node == 0) { break; }
                continue;
            }
            if (next.Kind == NodeKind.Return)
            {
                ImagesDecided++;
                Report(depth, (int)next.Result);
                outcomes.Add((int)next.Result);
                break;
            }
            Execute(next, depth, outcomes);
            node = next.Next;
        }
        Undo(depth, mark);
    }

    /// <summary>Follows a read: returns the next node where the value is determined, else walks every branch and returns 0.</summary>
    private int FollowRead(int node, in BehaviourNode next, int depth, SortedSet<int> outcomes)
    {
        int slot = _units.FindSlot(next.Line, next.OffsetBytes);
        int wordBytes = Math.Min((int)next.SizeBytes, PersistWord.Bytes);
        if (next.SizeBytes > PersistWord.Bytes) { return FollowWideRead(node, next, depth, outcomes); }
        if (slot < 0) { return Enter(node, next, 0, depth, outcomes); }
        UndecidedUnits.Group[] groups = _undecided.Split(Set(depth, slot), _units.OffsetInUnit(next.OffsetBytes), wordBytes);
        if (groups.Length == 1) { return Enter(node, next, groups[0].Value, depth, outcomes); }
        foreach (UndecidedUnits.Group group in groups)
        {
            int mark = _trails[depth].Count;
            Change(depth, slot, group.Set);
            int child = Enter(node, next, group.Value, depth, outcomes);
            if (child != 0) { Walk(child, depth, outcomes); }
            Undo(depth, mark);
        }
        return 0;
    }

    private int FollowWideRead(int node, in BehaviourNode next, int depth, SortedSet<int> outcomes)
    {
        int lowSlot = _units.FindSlot(next.Line, next.OffsetBytes);
        int highSlot = _units.FindSlot(next.Line, next.OffsetBytes + PersistWord.Bytes);
        foreach (UndecidedUnits.Group low in SplitOrZero(depth, lowSlot, next.OffsetBytes))
        {
            int mark = _trails[depth].Count;
            if (lowSlot >= 0) { Change(depth, lowSlot, low.Set); }
            foreach (UndecidedUnits.Group high in SplitOrZero(depth, highSlot, next.OffsetBytes + PersistWord.Bytes))
            {
                int inner = _trails[depth].Count;
                if (highSlot >= 0) { Change(depth, highSlot, high.Set); }
                int child = Enter(node, next, new UInt128(high.Value, low.Value), depth, outcomes);
                if (child != 0) { Walk(child, depth, outcomes); }
                Undo(depth, inner);
            }
            Undo(depth, mark);
        }
        return 0;
    }

    private UndecidedUnits.Group[] SplitOrZero(int depth, int slot, int offsetBytes) =>
        slot < 0 ? [default] : _undecided.Split(Set(depth, slot), _units.OffsetInUnit(offsetBytes), PersistWord.Bytes);

    /// <summary>Takes the edge of a value: runs recovery where the tree does not have it, and performs a compare-exchange.</summary>
    private int Enter(int node, in BehaviourNode next, UInt128 value, int depth, SortedSet<int> outcomes)
    {
        if (next.Kind == NodeKind.SpinUntil && !next.Condition.IsSatisfiedBy((ulong)value, (ulong)next.Comparand))
        {
            ImagesDecided++;
            int hang = tables.Outcomes.Hang("recovery waits for ever");
            Report(depth, hang);
            outcomes.Add(hang);
            return 0;
        }
        if (next.Kind == NodeKind.CompareExchange)
        {
            if (tables.Model.LockedCompletesFlushes) { Fence(depth, outcomes); }
            if (value == next.Comparand)
            {
                Store(depth, next.Entry, outcomes);
                if (next.UpperEntry >= 0) { Store(depth, next.UpperEntry, outcomes); }
            }
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

    private void Report(int depth, int outcome)
    {
        _depthReached = depth;
        OutcomeReached?.Invoke(outcome);
    }

    private void Execute(in BehaviourNode next, int depth, SortedSet<int> outcomes)
    {
        switch (next.Kind)
        {
            case NodeKind.Store:
            case NodeKind.NonTemporalStore:
                Store(depth, next.Entry, outcomes);
                break;
            case NodeKind.FlushOptimized when !tables.IsElided(next.SiteId):
                ChangeLine(depth, next.Line, static (undecided, set) => undecided.Pend(set));
                break;
            case NodeKind.Flush when !tables.IsElided(next.SiteId):
                CrashInRecovery(depth, outcomes);
                ChangeLine(depth, next.Line, static (undecided, set) => undecided.Raise(set));
                break;
            case NodeKind.StoreFence or NodeKind.FullFence when !tables.IsElided(next.SiteId):
                Fence(depth, outcomes);
                break;
            case NodeKind.Observed:
                CrashAfterRecovery((int)next.Result, depth, outcomes);
                break;
            default:
                break;
        }
    }

    private void Store(int depth, int entryId, SortedSet<int> outcomes)
    {
        BufferEntry entry = tables.Buffers.Entry(entryId);
        int slot = _units.FindSlot(entry.Line, entry.OffsetBytes);
        bool persists = tables.Model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
        if (persists) { CrashInRecovery(depth, outcomes); }
        int set = _undecided.Append(Set(depth, slot), entryId);
        Change(depth, slot, persists ? _undecided.Raise(set) : set);
    }

    private void ChangeLine(int depth, CacheLine line, Func<UndecidedUnits, int, int> change)
    {
        for (int unit = 0; unit < _units.UnitsPerLine; unit++)
        {
            int slot = _units.SlotOfUnit(line, unit);
            if (slot >= 0) { Change(depth, slot, change(_undecided, Set(depth, slot))); }
        }
    }

    private void Fence(int depth, SortedSet<int> outcomes)
    {
        bool isChecked = false;
        for (int slot = 0; slot < _units.SlotCount; slot++)
        {
            int set = Set(depth, slot);
            int completed = _undecided.Complete(set);
            if (completed == set) { continue; }
            if (!isChecked)
            {
                CrashInRecovery(depth, outcomes);
                isChecked = true;
            }
            Change(depth, slot, completed);
        }
    }

    private void CrashInRecovery(int depth, SortedSet<int> outcomes)
    {
        if (depth == 0) { return; }
        foreach (int outcome in OutcomeSet(NestedOutcomes(depth)).ToArray()) { outcomes.Add(outcome); }
    }

    private void CrashAfterRecovery(int shown, int depth, SortedSet<int> outcomes)
    {
        if (depth == 0) { return; }
        foreach (int outcome in OutcomeSet(NestedOutcomes(depth)).ToArray())
        {
            // The crash may also come just before recovery ends and shows anything.
            outcomes.Add(outcome);
            if (tables.Outcomes.Kind(outcome) == OutcomeKind.Recovered && tables.Outcomes.State(outcome) != shown)
            {
                int unstable = tables.Outcomes.Unstable(shown, tables.Outcomes.Text(outcome));
                Report(depth, unstable);
                outcomes.Add(unstable);
            }
        }
    }

    private int NestedOutcomes(int depth)
    {
        int[] crashSets = new int[_units.SlotCount];
        StateHash hash = default;
        for (int slot = 0; slot < crashSets.Length; slot++)
        {
            crashSets[slot] = _undecided.CrashSetOf(Set(depth, slot));
            int initial = tables.States.CrashSetOf(tables.InitialState(slot));
            hash = hash.Replace(slot, 0, crashSets[slot] == initial ? 0 : crashSets[slot]);
        }
        if (OutcomeReached is not null) { return OutcomesOf(crashSets, depth - 1); }
        if (!_nested.TryGetValue((hash, depth - 1), out int set))
        {
            set = OutcomesOf(crashSets, depth - 1);
            _nested.Add((hash, depth - 1), set);
        }
        return set;
    }

    private int Set(int depth, int slot)
    {
        EnsureSlots(depth, slot + 1);
        int set = _sets[depth][slot];
        return set != 0 ? set : _undecided.FromCrashSet(tables.States.CrashSetOf(tables.InitialState(slot)));
    }

    private void Change(int depth, int slot, int set)
    {
        EnsureSlots(depth, slot + 1);
        _trails[depth].Add((slot, _sets[depth][slot]));
        _sets[depth][slot] = set;
    }

    private void Undo(int depth, int mark)
    {
        List<(int Slot, int Before)> trail = _trails[depth];
        while (trail.Count > mark)
        {
            (int slot, int before) = trail[^1];
            _sets[depth][slot] = before;
            trail.RemoveAt(trail.Count - 1);
        }
    }

    private void EnsureSlots(int depth, int count)
    {
        if (count > _sets[depth].Length) { Array.Resize(ref _sets[depth], 2 * count); }
    }

    private void RunRecovery(IReadOnlyList<UInt128> script, int depth)
    {
        Dictionary<long, IReadOnlyList<byte[]>> candidates = [];
        for (int slot = 0; slot < _units.SlotCount; slot++)
        {
            candidates.Add(_units.Address(slot).Offset / _units.UnitBytes, [.. _undecided.Members(Set(depth, slot)).ToArray()
                .Select(state => tables.States.Contents[tables.States.Visible(state)].ToArray())]);
        }
        tables.Code.RunRecovery(_recoveryTree, probe, script, new CrashImage(candidates, _units.UnitBytes));
    }
}
