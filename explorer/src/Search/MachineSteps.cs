using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <content>The steps of threads.</content>
internal sealed partial class Machine
{
    /// <summary>In how many ways the thread can begin its next operation or execute its next instruction as a choice.</summary>
    private int CountIssues(int thread)
    {
        if (Node(thread) != 0) { return CountIssues(thread, Node(thread), begins: false); }
        if (OperationIndex(thread) >= _menus[thread].Length) { return 0; }
        int count = 0;
        foreach (int operation in _menus[thread][OperationIndex(thread)]) { count += CountIssues(thread, RootOf(thread, operation), begins: true); }
        return count;
    }

    private int CountIssues(int thread, int node, bool begins)
    {
        // Everything that is no choice happens by itself; a thread that stands there inside an operation waits for its buffer.
        if (!IsChoice(_tree[node])) { return begins ? 1 : 0; }
        ref readonly MemoryInstruction next = ref _tree[node].Instruction;
        return _rules.IsEnabled(this, thread, next) ? _rules.CountAlternatives(this, thread, next) : 0;
    }

    /// <summary>Whether the thread may not go on because that would be one preemption too many.</summary>
    private bool IsPreempted(int thread) =>
        _preemptionBound is { } bound && Own(PreemptionInt) >= bound && WouldPreempt(thread);

    /// <summary>Whether a step of the thread interrupts another one inside an operation that could go on.</summary>
    private bool WouldPreempt(int thread)
    {
        int last = Own(LastThreadInt) - 1;
        if (last < 0 || last == thread || Node(last) == 0) { return false; }
        // A thread that only waits for its own buffer to drain is not blocked by anybody.
        _silent.Clear();
        _rules.ListSilentSteps(this, last, _silent);
        return _silent.Count > 0 || CountIssues(last) > 0;
    }

    private void NotePreemption(int thread)
    {
        if (_preemptionBound is null) { return; }
        if (WouldPreempt(thread)) { SetOwn(PreemptionInt, Own(PreemptionInt) + 1); }
        SetOwn(LastThreadInt, thread + 1);
    }

    /// <summary>Which item of the thread's menu an alternative begins, and in which way.</summary>
    private (int Item, int Alternative) Pick(int thread, int alternative)
    {
        int[] menu = _menus[thread][OperationIndex(thread)];
        int item = 0;
        while (item + 1 < menu.Length)
        {
            int count = CountIssues(thread, RootOf(thread, menu[item]), begins: true);
            if (alternative < count) { break; }
            alternative -= count;
            item++;
        }
        return (item, alternative);
    }

    private int RootOf(int thread, int operation)
    {
        int tree = _tables.Code.TreeOf(operation);
        int root = _tree.Root(tree);
        if (root == 0)
        {
            _tables.Code.RunOperation(operation, [], new MachineImage(this, thread));
            root = _tree.Root(tree);
        }
        return root;
    }

    private void Issue(int thread, int alternative)
    {
        NotePreemption(thread);
        if (Node(thread) == 0)
        {
            if (!Crash()) { return; }
            (int item, alternative) = Pick(thread, alternative);
            SetOwnThread(thread, OperationInt, (item << IndexBits) | OperationIndex(thread));
            int operation = Operation(thread);
            Observer?.Began(thread, operation);
            SetOwn(MonitorInt, _tables.Monitor.Invoke(Monitor, operation));
            SetNode(thread, RootOf(thread, operation));
            // An operation begins no earlier than its first event: that admits the fewest states after a crash.
            if (!IsChoice(_tree[Node(thread)])) { return; }
        }
        Execute(thread, Node(thread), alternative);
    }

    private void TakeSilentStep(int thread, int step)
    {
        (string text, int line) = Observer is null ? default : _rules.DescribeSilentStep(this, thread, step);
        _rules.TakeSilentStep(this, thread, step);
        if (Violation is null) { Observer?.Silent(thread, text, line); }
    }

    private void Execute(int thread, int node, int alternative)
    {
        UInt128 value = _rules.Execute(this, thread, _tree[node].Instruction, alternative);
        if (Violation is not null) { return; }
        Observer?.Executed(thread, node, value);
        // Judging a crash may have run recovery, and so moved the nodes: the reference from before would be stale.
        ref readonly BehaviourNode executed = ref _tree[node];
        SetNode(thread, executed.Instruction.Reads ? Child(thread, node, value) : executed.Next);
    }

    /// <summary>The node after a read; where no run has read this value here, the code runs once more.</summary>
    private int Child(int thread, int node, UInt128 value)
    {
        int child = _tree.Child(node, value);
        if (child == 0)
        {
            List<UInt128> script = _tree.ValuesReadBefore(node);
            script.Add(value);
            _tables.Code.RunOperation(Operation(thread), script, new MachineImage(this, thread));
            child = _tree.Child(node, value);
            Invariant.Holds(child != 0, "the run read the script's values");
        }
        return child;
    }

    private bool IsChoice(in BehaviourNode node) =>
        node.Kind == NodeKind.Instruction && _rules.IsChoice(node.Instruction) && _tables.Executes(node, isCrashExplored: true);

    private void Settle(int thread)
    {
        while (Violation is null)
        {
            if (_rules.TakeForcedStep(this, thread))
            {
                if (Violation is null) { Observer?.Followed(); }
                else { Observer?.Interrupted(thread); }
                continue;
            }
            int node = Node(thread);
            if (node == 0 || !Advance(thread, node)) { return; }
        }
    }

    /// <summary>Takes what is no choice.</summary>
    /// <returns>Whether there was something to take.</returns>
    private bool Advance(int thread, int node)
    {
        ref readonly BehaviourNode next = ref _tree[node];
        switch (next.Kind)
        {
            case NodeKind.Instruction when _tables.Executes(next, isCrashExplored: true):
                if (_rules.IsChoice(next.Instruction) || !_rules.IsEnabled(this, thread, next.Instruction)) { return false; }
                Execute(thread, node, alternative: 0);
                break;
            case NodeKind.Return:
                if (!_rules.CanRespond(this, thread)) { return false; }
                Return(thread, next.Result);
                break;
            case NodeKind.Fault:
                Fail("no fault", $"an operation throws {_tables.Code.Fault(next.Result)}");
                break;
            case NodeKind.Diverged:
                Fail("termination", $"an operation does not end within {_tables.Code.EventLimit} memory events");
                break;
            default:
                SetNode(thread, next.Next);
                break;
        }
        return true;
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
        SetOwn(MonitorInt, monitor);
        SetNode(thread, 0);
        SetOwnThread(thread, OperationInt, OperationIndex(thread) + 1);
    }

    /// <summary>Memory as a thread sees it in this state, for running code; its writes go to an overlay.</summary>
    private sealed class MachineImage(Machine machine, int thread) : IMemoryImage
    {
        private readonly Dictionary<long, byte> _written = [];

        public ulong Read(PmemAddress address, int sizeBytes)
        {
            int offset = (int)(address.Offset & (CacheLine.Bytes - 1));
            ulong value = machine._rules.Read(machine, thread, address.Line, offset, sizeBytes);
            for (int i = 0; i < sizeBytes; i++)
            {
                if (_written.TryGetValue(address.Offset + i, out byte written))
                {
                    value = (value & ~(0xFFUL << (8 * i))) | ((ulong)written << (8 * i));
                }
            }
            return value;
        }

        public void Write(PmemAddress address, int sizeBytes, ulong value)
        {
            for (int i = 0; i < sizeBytes; i++) { _written[address.Offset + i] = (byte)(value >> (8 * i)); }
        }
    }
}
