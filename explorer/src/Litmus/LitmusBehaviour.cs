using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>What a thread of a litmus program does next.</summary>
/// <param name="Step">The step, or null at the thread's end.</param>
/// <param name="Thread">The thread's index.</param>
/// <param name="StepIndex">Which of the thread's steps it is.</param>
/// <param name="Registers">The number of the registers' contents.</param>
/// <param name="Instruction">The step as the memory rules execute it. Of a modify, what it does where it finds <c>Instruction.Comparand</c>.</param>
internal readonly record struct LitmusNode(LitmusStep? Step, int Thread, int StepIndex, int Registers, MemoryInstruction Instruction);

/// <summary>The behaviour of a litmus program's threads: for every place and every content of the registers, what comes next.</summary>
/// <remarks>
/// What the explorer learns of a structure by running its code is here computed from the program when a thread first comes
/// there. Nodes are numbered from 1. A register that the rest of the thread does not use and that no outcome tells counts as
/// unwritten, so that threads which differ in nothing that matters stand at the same node.
/// </remarks>
/// <param name="rules">The memory rules; they number what is stored.</param>
internal sealed class LitmusBehaviour(MemoryRules rules)
{
    private readonly PairMap _nodeIds = new();
    private readonly PairMap _children = new();
    private readonly SequenceTable _registers = new();
    private readonly List<LitmusNode> _nodes = [];
    private readonly LitmusValues _values = new();
    private ThreadCode[] _threads = [];
    private IReadOnlyList<LitmusLocation> _locations = [];

    /// <summary>The node with a number.</summary>
    public LitmusNode this[int node] => _nodes[node];

    /// <summary>Takes over a program; all nodes known before are forgotten.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="locations">The locations.</param>
    /// <param name="isObserved">Whether outcomes tell a register of a thread.</param>
    public void Load(IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusLocation> locations, Func<int, int, bool> isObserved)
    {
        _nodeIds.Clear();
        _children.Clear();
        _nodes.Clear();
        _nodes.Add(default);
        _locations = locations;
        _threads = [.. threads.Select((thread, index) => new ThreadCode(thread, register => isObserved(index, register)))];
        // The units must have their numbers before the first state exists.
        foreach (LitmusLocation location in locations) { rules.Units.SlotFor(AddressOf(location).Line, location.Word * PersistWord.Bytes); }
    }

    /// <summary>The address of a location: line 0 stays empty.</summary>
    public static PmemAddress AddressOf(LitmusLocation location) => new CacheLine(1 + location.Line).Start + (location.Word * PersistWord.Bytes);

    /// <summary>The address of a location of the program.</summary>
    public PmemAddress AddressOf(int location) => AddressOf(_locations[location]);

    /// <summary>A thread's first node.</summary>
    public int Start(int thread) => NodeAt(thread, 0, new int[_threads[thread].RegisterCount]);

    /// <summary>The node after a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="read">What it has read; 0 where it reads nothing.</param>
    public int Next(int node, long read)
    {
        int value = _values.Intern(read);
        return _children.TryGet(node, value, out int child) ? child : _children.Add(node, value, MakeNext(node, value));
    }

    /// <summary>A modify's node as it is where memory holds a value.</summary>
    public MemoryInstruction Modify(int node, long found)
    {
        LitmusNode at = _nodes[node];
        LitmusStep step = at.Step!.Value;
        long modified = step.Modified(found, Operand(at.Registers, step.Instruction.Value), Operand(at.Registers, step.Instruction.Expected));
        // A compare-exchange that fails writes nothing: nothing equals what it compares with.
        bool fails = step.Instruction.Opcode == LitmusOpcode.CompareExchange && found != Operand(at.Registers, step.Instruction.Expected);
        return rules.Prepare(step.Event(AddressOf(_locations[step.Location]), modified, fails ? ~found : found));
    }

    /// <summary>What a register holds at a node.</summary>
    public long Register(int node, int register) => RegisterValue(_nodes[node].Registers, register);

    private long RegisterValue(int registers, int register) => _values[_registers[registers][register - 1]];

    private long Operand(int registers, LitmusOperand operand) => operand.IsRegister ? RegisterValue(registers, operand.Register) : operand.Constant;

    private int MakeNext(int node, int value)
    {
        LitmusNode at = _nodes[node];
        LitmusStep step = at.Step!.Value;
        int[] registers = _registers[at.Registers].ToArray();
        if (step.Instruction.Target != 0) { registers[step.Instruction.Target - 1] = value; }
        return NodeAt(at.Thread, at.StepIndex + 1, registers);
    }

    /// <summary>The node at a step, or at the first step after it whose guards hold.</summary>
    private int NodeAt(int thread, int index, int[] contents)
    {
        ThreadCode code = _threads[thread];
        while (index < code.Steps.Length && !Executes(code.Steps[index], contents)) { index++; }
        for (int register = 1; register <= contents.Length; register++)
        {
            if ((code.Live[index] >> register & UInt128.One) == 0) { contents[register - 1] = 0; }
        }
        int registers = _registers.Intern(contents);
        int place = (thread << 16) | index;
        return _nodeIds.TryGet(place, registers, out int node) ? node : _nodeIds.Add(place, registers, MakeNode(thread, index, registers));
    }

    private bool Executes(in LitmusStep step, int[] contents)
    {
        foreach (LitmusGuard guard in step.Instruction.Guards)
        {
            if (_values[contents[guard.Register - 1]] == guard.Value != guard.IsEqual) { return false; }
        }
        return true;
    }

    private int MakeNode(int thread, int index, int registers)
    {
        ThreadCode code = _threads[thread];
        if (index == code.Steps.Length)
        {
            _nodes.Add(new LitmusNode(null, thread, index, registers, default));
            return _nodes.Count - 1;
        }
        LitmusStep step = code.Steps[index];
        PmemAddress address = step.Location < 0 ? default : AddressOf(_locations[step.Location]);
        bool beginsWideStore = !step.ContinuesWideStore && index + 1 < code.Steps.Length && code.Steps[index + 1].ContinuesWideStore;
        MemoryEvent memoryEvent = step.Event(address, Operand(registers, step.Instruction.Value), Operand(registers, step.Instruction.Expected));
        MemoryInstruction instruction = rules.Prepare(memoryEvent) with { BeginsWideStore = beginsWideStore };
        if (rules.Ignores(instruction))
        {
            return NodeAt(thread, index + 1, _registers[registers].ToArray());
        }
        _nodes.Add(new LitmusNode(step, thread, index, registers, instruction));
        return _nodes.Count - 1;
    }

    /// <summary>A thread's steps, and before each of them (and at the end) the registers that matter, as a bit mask.</summary>
    private sealed class ThreadCode
    {
        public ThreadCode(LitmusThread thread, Func<int, bool> isObserved)
        {
            Steps = LitmusStep.Of(thread);
            Live = new UInt128[Steps.Length + 1];
            foreach (LitmusStep step in Steps)
            {
                foreach (int register in Used(step.Instruction).Append(step.Instruction.Target)) { RegisterCount = Math.Max(RegisterCount, register); }
            }
            for (int register = 1; register <= RegisterCount; register++)
            {
                if (isObserved(register)) { Live[^1] |= UInt128.One << register; }
            }
            for (int index = Steps.Length - 1; index >= 0; index--)
            {
                Live[index] = Live[index + 1];
                foreach (int register in Used(Steps[index].Instruction)) { Live[index] |= UInt128.One << register; }
            }
        }

        public LitmusStep[] Steps { get; }

        public UInt128[] Live { get; }

        public int RegisterCount { get; }

        private static IEnumerable<int> Used(LitmusInstruction instruction) =>
            instruction.Guards.Select(guard => guard.Register).Append(instruction.Value.Register).Append(instruction.Expected.Register);
    }
}
