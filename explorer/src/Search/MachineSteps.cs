using Sim.CacheModel;

namespace Sim.Explorer;

/// <content>The rules of the machine.</content>
internal sealed partial class Machine
{
    private bool CanIssue(int thread)
    {
        if (IsStoringWide(thread)) { return false; }
        int node = Node(thread);
        if (node == 0)
        {
            if (OperationIndex(thread) >= _operations[thread].Length) { return false; }
            node = RootOf(thread);
        }
        ref readonly BehaviourNode next = ref _tree[node];
        return next.Kind switch
        {
            NodeKind.CompareExchange => Buffer(thread) == 0,
            // A fence that is switched off waits for nothing.
            NodeKind.FullFence => Buffer(thread) == 0 || !IsChoice(next),
            NodeKind.StoreFence => _buffers[Buffer(thread)].Length < StoreBuffers.Capacity || !IsChoice(next),
            NodeKind.SpinUntil => next.Condition.IsSatisfiedBy(Read(thread, next), (ulong)next.Comparand),
            // Everything else happens by itself; a thread that stands here inside an operation waits for its buffer to drain.
            NodeKind.Load => true,
            _ => Node(thread) == 0 || IsChoice(next),
        };
    }

    private int RootOf(int thread)
    {
        int operation = _operations[thread][OperationIndex(thread)];
        int tree = _tables.Code.TreeOf(operation);
        int root = _tree.Root(tree);
        if (root == 0)
        {
            _tables.Code.RunOperation(operation, [], new MachineImage(this, thread));
            root = _tree.Root(tree);
        }
        return root;
    }

    private void Issue(int thread)
    {
        if (Node(thread) == 0)
        {
            CheckCrash();
            if (Violation is not null) { return; }
            int operation = _operations[thread][OperationIndex(thread)];
            Observer?.Began(thread, operation);
            Set(MonitorPosition, _tables.Monitor.Invoke(Monitor, operation));
            SetNode(thread, RootOf(thread));
            // An operation begins no earlier than its first event: that admits the fewest states after a crash.
            if (!IsChoice(_tree[Node(thread)])) { return; }
        }
        IssueEvent(thread, Node(thread));
    }

    private void IssueEvent(int thread, int node)
    {
        BehaviourNode next = _tree[node];
        switch (next.Kind)
        {
            case NodeKind.Load:
            case NodeKind.SpinUntil:
                ulong value = Read(thread, next);
                Observer?.Executed(thread, node, value);
                Follow(thread, node, value);
                break;
            case NodeKind.CompareExchange:
                CompareExchange(thread, node, next);
                break;
            case NodeKind.FullFence:
                CompleteFlushes(thread);
                if (Violation is not null) { return; }
                Observer?.Executed(thread, node, 0);
                SetNode(thread, next.Next);
                break;
            case NodeKind.Store or NodeKind.NonTemporalStore when _tree.Request(next.Next).ContinuesWideStore:
                IssueWideStore(thread, node, next);
                break;
            case NodeKind.Store:
            case NodeKind.NonTemporalStore:
                CheckCrash();
                if (Violation is not null) { return; }
                Observer?.Executed(thread, node, 0);
                MakeVisible(next.Entry);
                SetNode(thread, next.Next);
                break;
            default:
                Observer?.Executed(thread, node, 0);
                SetBuffer(thread, _buffers.Push(Buffer(thread), next.Entry));
                SetNode(thread, next.Next);
                break;
        }
    }

    /// <summary>
    /// Without store buffers a store is visible at once; only the words of a wide store pass through the buffer, in either
    /// order, and the thread does nothing else before both are visible.
    /// </summary>
    private void IssueWideStore(int thread, int node, in BehaviourNode next)
    {
        BehaviourNode upper = _tree[next.Next];
        Observer?.Executed(thread, node, 0);
        Observer?.Executed(thread, next.Next, 0);
        SetBuffer(thread, _buffers.Push(_buffers.Push(Buffer(thread), next.Entry), upper.Entry));
        SetNode(thread, upper.Next);
    }

    private bool IsStoringWide(int thread) => !_model.BuffersStores && Buffer(thread) != 0;

    private void CompareExchange(int thread, int node, in BehaviourNode next)
    {
        UInt128 found = ReadLocked(next);
        bool writes = found == next.Comparand;
        if (_model.LockedCompletesFlushes) { CompleteFlushes(thread); }
        if (writes && _model.PersistsWhenVisible) { CheckCrash(); }
        if (Violation is not null) { return; }
        Observer?.Executed(thread, node, found);
        if (writes)
        {
            MakeVisible(next.Entry);
            if (next.UpperEntry >= 0) { MakeVisible(next.UpperEntry); }
        }
        Follow(thread, node, found);
    }

    /// <summary>Goes on after a read; where no run has read this value here, the code runs once more.</summary>
    private void Follow(int thread, int node, UInt128 value)
    {
        int child = _tree.Child(node, value);
        if (child == 0)
        {
            int operation = _operations[thread][OperationIndex(thread)];
            List<UInt128> script = _tree.ValuesReadBefore(node);
            script.Add(value);
            _tables.Code.RunOperation(operation, script, new MachineImage(this, thread));
            child = _tree.Child(node, value);
            Invariant.Holds(child != 0, "the run read the script's values");
        }
        SetNode(thread, child);
    }

    private bool IsChoice(in BehaviourNode node) => node.Kind switch
    {
        NodeKind.Load or NodeKind.CompareExchange or NodeKind.SpinUntil => true,
        NodeKind.Store or NodeKind.NonTemporalStore => !_model.BuffersStores,
        NodeKind.StoreFence or NodeKind.FullFence => _model.BuffersStores && _tables.Executes(node.SiteId, isCrashExplored: true),
        _ => false,
    };

    private void Settle(int thread)
    {
        while (Violation is null)
        {
            int forced = _buffers.ForcedIndex(Buffer(thread));
            if (forced >= 0)
            {
                DrainForced(thread, forced);
                continue;
            }
            int node = Node(thread);
            if (node == 0 || IsStoringWide(thread) || IsChoice(_tree[node]) || MustWait(thread, _tree[node])) { return; }
            Advance(thread, node);
        }
    }

    /// <summary>A response waits for the thread's fences; an event that needs a place in a full store buffer waits for one.</summary>
    private bool MustWait(int thread, in BehaviourNode node) => node.Kind switch
    {
        NodeKind.Return => _buffers.HasFence(Buffer(thread)),
        // The last place is for the upper word of a 16-byte store: its words enter the buffer together.
        NodeKind.Store or NodeKind.NonTemporalStore or NodeKind.FlushOptimized or NodeKind.Flush =>
            _buffers[Buffer(thread)].Length >= StoreBuffers.Capacity - 1 && !_buffers.Entry(node.Entry).JoinsPrevious,
        _ => false,
    };

    private void Advance(int thread, int node)
    {
        ref readonly BehaviourNode next = ref _tree[node];
        switch (next.Kind)
        {
            case NodeKind.Store:
            case NodeKind.NonTemporalStore:
            case NodeKind.FlushOptimized or NodeKind.Flush when _model.BuffersStores && _tables.Executes(next.SiteId, isCrashExplored: true):
                Observer?.Executed(thread, node, 0);
                SetBuffer(thread, _buffers.Push(Buffer(thread), next.Entry));
                SetNode(thread, next.Next);
                break;
            case NodeKind.Return:
                Return(thread, next.Result);
                break;
            case NodeKind.Fault:
                Fail("no fault", $"an operation throws {_tables.Code.Fault(next.Result)}");
                break;
            case NodeKind.Diverged:
                Fail("termination", $"an operation does not end within {CodeRunner.EventLimit} memory events");
                break;
            default:
                SetNode(thread, next.Next);
                break;
        }
    }

    private void Return(int thread, ulong result)
    {
        Observer?.Returned(thread, result);
        int monitor = _tables.Monitor.Respond(Monitor, thread, _tables.Specification.InternResult(result));
        if (monitor < 0)
        {
            Fail("linearizability", $"no order of the operations explains that thread {thread} gets {result}");
            return;
        }
        Set(MonitorPosition, monitor);
        SetNode(thread, 0);
        SetOperationIndex(thread, OperationIndex(thread) + 1);
    }

    private void Drain(int thread, int index)
    {
        int buffer = Buffer(thread);
        int entryId = _buffers[buffer][index];
        BufferEntry entry = _buffers.Entry(entryId);
        if (_model.PersistsWhenVisible || entry.Kind != EntryKind.Store) { CheckCrash(); }
        if (Violation is not null) { return; }
        Observer?.Drained(thread, entryId);
        if (entry.Stores) { MakeVisible(entryId); }
        else { RaiseLine(entry.Line); }
        SetBuffer(thread, _buffers.Remove(buffer, index));
    }

    private void DrainForced(int thread, int index)
    {
        int buffer = Buffer(thread);
        BufferEntry entry = _buffers.Entry(_buffers[buffer][index]);
        if (entry.Kind == EntryKind.FlushOptimized) { PendLine(entry.Line, thread); }
        else { CompleteFlushes(thread); }
        if (Violation is not null)
        {
            Observer?.Interrupted(thread);
            return;
        }
        SetBuffer(thread, _buffers.Remove(buffer, index));
    }
}
