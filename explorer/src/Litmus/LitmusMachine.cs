using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>One global state of a litmus program under the memory rules of a model, and its steps.</summary>
/// <remarks>
/// The threads of structures and these obey the same rules, and choices mean the same (see <see cref="Choice"/>); a litmus
/// thread only has no operations that begin and respond, and its registers are part of its node. Steps that need no choice are
/// taken at once.
/// </remarks>
internal sealed class LitmusMachine : MemoryState
{
    private const int NodeInt = 0;

    private readonly MemoryRules _rules;
    private readonly LitmusBehaviour _behaviour;
    private readonly List<int> _silent = [];

    /// <summary>A machine.</summary>
    /// <param name="rules">The memory rules.</param>
    /// <param name="behaviour">What the threads do.</param>
    /// <param name="threadCount">How many threads.</param>
    public LitmusMachine(MemoryRules rules, LitmusBehaviour behaviour, int threadCount)
        : base(rules, threadCount, ownInts: 0, ownThreadInts: 1)
    {
        _rules = rules;
        _behaviour = behaviour;
    }

    /// <summary>Told every state in which a crash may leave more than a little later; null where crashes do not count.</summary>
    public Action? Crashing { get; set; }

    /// <summary>Told every step in words, for witnesses; null during search.</summary>
    public LitmusWitness? Witness { get; set; }

    /// <summary>Whether all threads have ended and all buffers are drained, where no step is possible.</summary>
    public bool HasEnded
    {
        get
        {
            for (int thread = 0; thread < ThreadCount; thread++)
            {
                if (_behaviour[Node(thread)].Step is not null) { return false; }
            }
            return true;
        }
    }

    /// <summary>Starts in the initial state.</summary>
    public void Start()
    {
        Clear();
        for (int thread = 0; thread < ThreadCount; thread++) { SetOwnThread(thread, NodeInt, _behaviour.Start(thread)); }
        Crashing?.Invoke();
        for (int thread = 0; thread < ThreadCount; thread++) { Settle(thread); }
    }

    /// <summary>Lists the steps that are possible, in a fixed order.</summary>
    public void ListChoices(List<int> choices)
    {
        choices.Clear();
        for (int thread = 0; thread < ThreadCount; thread++)
        {
            LitmusNode node = _behaviour[Node(thread)];
            if (node.Step is not null && _rules.IsChoice(node.Instruction) && _rules.IsEnabled(this, thread, node.Instruction))
            {
                int alternatives = _rules.CountAlternatives(this, thread, node.Instruction);
                for (int alternative = 0; alternative < alternatives; alternative++) { choices.Add(Choice.Issue(thread, alternative)); }
            }
            _silent.Clear();
            _rules.ListSilentSteps(this, thread, _silent);
            foreach (int step in _silent) { choices.Add(Choice.Silent(thread, step)); }
        }
    }

    /// <summary>Takes a step and everything that follows from it at once.</summary>
    public void Step(int choice)
    {
        int thread = Choice.ThreadOf(choice);
        if (Choice.IsSilent(choice))
        {
            string text = Witness is null ? "" : _rules.DescribeSilentStep(this, thread, Choice.SilentStep(choice)).Text;
            _rules.TakeSilentStep(this, thread, Choice.SilentStep(choice));
            Witness?.Silent(thread, text);
        }
        else
        {
            Execute(thread, Choice.Alternative(choice));
        }
        Settle(thread);
    }

    /// <summary>What a thread's register holds.</summary>
    public long Register(int thread, int register) => _behaviour.Register(Node(thread), register);

    /// <summary>What a location holds for all to see, where all buffers are drained.</summary>
    public long Visible(int location)
    {
        PmemAddress address = _behaviour.AddressOf(location);
        return (long)_rules.Read(this, 0, address.Line, (int)(address - address.Line.Start), PersistWord.Bytes);
    }

    /// <inheritdoc/>
    public override bool Crash()
    {
        Crashing?.Invoke();
        return true;
    }

    /// <inheritdoc/>
    protected override void Loaded()
    {
    }

    private int Node(int thread) => OwnThread(thread, NodeInt);

    private void Execute(int thread, int alternative)
    {
        int node = Node(thread);
        LitmusNode at = _behaviour[node];
        MemoryInstruction instruction = at.Instruction;
        if (at.Step!.Value.IsModify)
        {
            ulong found = _rules.Read(this, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes);
            instruction = _behaviour.Modify(node, (long)found);
        }
        long read = (long)(ulong)_rules.Execute(this, thread, instruction, alternative);
        Witness?.Executed(thread, at.Step!.Value, read);
        SetOwnThread(thread, NodeInt, _behaviour.Next(node, instruction.Reads ? read : 0));
    }

    private void Settle(int thread)
    {
        while (true)
        {
            if (_rules.TakeForcedStep(this, thread)) { continue; }
            LitmusNode node = _behaviour[Node(thread)];
            if (node.Step is null || _rules.IsChoice(node.Instruction) || !_rules.IsEnabled(this, thread, node.Instruction)) { return; }
            Execute(thread, alternative: 0);
        }
    }
}
