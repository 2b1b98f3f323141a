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
internal sealed class RecoveryWalk
{
    private readonly ExplorationTables _tables;
    private readonly IReadOnlyList<Operation> _probe;
    private readonly int _nestedCrashes;
    private readonly BehaviourTree _tree;
    private readonly int _recoveryTree;
    private readonly SequenceTable _outcomeSets = new();
    private readonly Dictionary<(StateHash Hash, int Depth), int> _nested = [];
    private readonly UndecidedMemory[] _memories;
    private readonly SortedSet<int>[] _outcomes;
    private readonly int[] _positions;
    private readonly bool[] _recovered;
    private int _depthReached;

    /// <summary>A walk that knows nothing yet.</summary>
    /// <param name="tables">The shared tables.</param>
    /// <param name="probe">Operations that run after recovery.</param>
    /// <param name="nestedCrashes">How many crashes inside recovery to follow.</param>
    public RecoveryWalk(ExplorationTables tables, IReadOnlyList<Operation> probe, int nestedCrashes)
    {
        _tables = tables;
        _probe = probe;
        _nestedCrashes = nestedCrashes;
        _tree = tables.Tree;
        _recoveryTree = tables.Tree.NewTree();
        _memories = [.. Enumerable.Range(0, nestedCrashes + 1).Select(NewMemory)];
        _outcomes = new SortedSet<int>[nestedCrashes + 1];
        _positions = new int[nestedCrashes + 1];
        _recovered = new bool[nestedCrashes + 1];
    }

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
    public IReadOnlyList<int> Positions => [.. _positions.Reverse().Take(_nestedCrashes + 1 - _depthReached)];

    /// <summary>Forgets what was remembered about memory contents, because the initial contents or the elided sites have changed.</summary>
    public void Restart()
    {
        _nested.Clear();
        ImagesDecided = 0;
    }

    /// <summary>The outcomes of a set, ascending by number.</summary>
    public ReadOnlySpan<int> OutcomeSet(int set) => _outcomeSets[set];

    /// <summary>The number of the set of outcomes that recovery can have after a crash.</summary>
    /// <param name="images">What the crash can leave.</param>
    public int OutcomesOf(CrashImages images) => OutcomesOf(images, _nestedCrashes);

    private UndecidedMemory NewMemory(int depth)
    {
        UndecidedMemory memory = _tables.Rules.NewMemory();
        if (depth > 0) { memory.Crashing = () => CrashInRecovery(depth); }
        return memory;
    }

    private int OutcomesOf(CrashImages images, int depth)
    {
        _memories[depth].Start(images);
        _recovered[depth] = false;
        SortedSet<int> outcomes = [];
        _outcomes[depth] = outcomes;
        if (_tree.Root(_recoveryTree) == 0) { RunRecovery([], depth); }
        Walk(_tree.Root(_recoveryTree), depth);
        return _outcomeSets.Intern([.. outcomes]);
    }

    private void Walk(int node, int depth)
    {
        int mark = _memories[depth].Mark;
        bool recoveredBefore = _recovered[depth];
        while (node != 0)
        {
            BehaviourNode next = _tree[node];
            _positions[depth] = node;
            if (next.Reads)
            {
                node = FollowRead(node, next, depth);
            }
            else if (next.Kind == NodeKind.Return)
            {
                Add((int)next.Result, depth);
                node = 0;
            }
            else
            {
                Execute(next, depth);
                node = next.Next;
            }
        }
        _memories[depth].Undo(mark);
        _recovered[depth] = recoveredBefore;
    }

    /// <summary>Follows a read: returns the next node where the value is determined, else walks every branch and returns 0.</summary>
    private int FollowRead(int node, in BehaviourNode next, int depth)
    {
        UndecidedMemory memory = _memories[depth];
        MemoryInstruction read = next.Instruction;
        memory.BeforeRead(read);
        int lowBytes = Math.Min((int)read.SizeBytes, PersistWord.Bytes);
        ValueGroup[] lows = memory.Read(read.Line, read.OffsetBytes, lowBytes, out int lowSlot);
        if (lows.Length == 1 && read.SizeBytes == lowBytes) { return Enter(node, read, lows[0].Value, depth); }
        foreach (ValueGroup low in lows)
        {
            int mark = memory.Mark;
            if (lowSlot >= 0) { memory.Decide(lowSlot, low.Set); }
            if (read.SizeBytes == lowBytes) { WalkInto(node, read, low.Value, depth); }
            else { FollowUpperWord(node, read, low.Value, depth); }
            memory.Undo(mark);
        }
        return 0;
    }

    private void FollowUpperWord(int node, in MemoryInstruction read, ulong low, int depth)
    {
        UndecidedMemory memory = _memories[depth];
        foreach (ValueGroup high in memory.Read(read.Line, read.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes, out int slot))
        {
            int mark = memory.Mark;
            if (slot >= 0) { memory.Decide(slot, high.Set); }
            WalkInto(node, read, new UInt128(high.Value, low), depth);
            memory.Undo(mark);
        }
    }

    private void WalkInto(int node, in MemoryInstruction read, UInt128 value, int depth)
    {
        int child = Enter(node, read, value, depth);
        if (child != 0) { Walk(child, depth); }
    }

    /// <summary>Takes the edge of a value, and runs recovery where the tree does not know the value.</summary>
    private int Enter(int node, in MemoryInstruction read, UInt128 value, int depth)
    {
        if (read.Kind == EventKind.SpinUntil && !read.Condition.IsSatisfiedBy((ulong)value, (ulong)read.Comparand))
        {
            Add(_tables.Outcomes.Hang("recovery waits for ever"), depth);
            return 0;
        }
        _memories[depth].AfterRead(read, value);
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

    private void Execute(in BehaviourNode next, int depth)
    {
        if (next.Kind == NodeKind.Observed)
        {
            CrashAfterRecovery((int)next.Result, depth);
            // The probe's own operations change the abstract state: crashes in them are another exploration's business.
            _recovered[depth] = true;
        }
        else if (_tables.Executes(next, isCrashExplored: depth > 0 && !_recovered[depth]))
        {
            _memories[depth].Execute(next.Instruction);
        }
    }

    private void CrashInRecovery(int depth)
    {
        if (!_recovered[depth]) { _outcomes[depth].UnionWith(NestedOutcomes(depth)); }
    }

    private void CrashAfterRecovery(int shown, int depth)
    {
        if (depth == 0) { return; }
        _memories[depth].AtEveryDrain(() =>
        {
            foreach (int outcome in NestedOutcomes(depth))
            {
                // The crash may also come just before recovery ends and shows anything.
                _outcomes[depth].Add(outcome);
                if (_tables.Outcomes.Kind(outcome) != OutcomeKind.Recovered || _tables.Outcomes.State(outcome) == shown) { continue; }
                int unstable = _tables.Outcomes.Unstable(shown, _tables.Outcomes.Text(outcome));
                Report(unstable, depth, outcome);
                _outcomes[depth].Add(unstable);
            }
        });
    }

    private int[] NestedOutcomes(int depth)
    {
        CrashImages images = _memories[depth].Images();
        StateHash hash = images.Hash;
        if (OutcomeReached is not null || !_nested.TryGetValue((hash, depth - 1), out int set))
        {
            set = OutcomesOf(images, depth - 1);
            _nested[(hash, depth - 1)] = set;
        }
        return OutcomeSet(set).ToArray();
    }

    private void Add(int outcome, int depth)
    {
        if (depth == _nestedCrashes) { ImagesDecided++; }
        Report(outcome, depth);
        _outcomes[depth].Add(outcome);
    }

    private void Report(int outcome, int depth, int second = -1)
    {
        _depthReached = depth;
        OutcomeReached?.Invoke(outcome, second);
    }

    private void RunRecovery(IReadOnlyList<UInt128> script, int depth)
    {
        UndecidedMemory memory = _memories[depth];
        Dictionary<long, IReadOnlyList<byte[]>> candidates = [];
        for (int slot = 0; slot < _tables.Units.SlotCount; slot++)
        {
            candidates.Add(_tables.Units.Address(slot).Offset / _tables.Units.UnitBytes, memory.Contents(slot));
        }
        CrashImage image = new(candidates, _tables.Units.UnitBytes);
        foreach ((PmemAddress address, int sizeBytes, ulong value) in memory.BufferedStores) { image.Write(address, sizeBytes, value); }
        _tables.Code.RunRecovery(_recoveryTree, _probe, script, image);
    }
}
