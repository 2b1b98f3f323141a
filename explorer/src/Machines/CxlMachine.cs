using System.Globalization;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>CXL0 for litmus programs: several machines with caches and memories that crash one by one.</summary>
/// <remarks>
/// Rules 1 to 9 of CXL0 (Assa et al., ASPLOS 2026), see <see cref="CxlWord"/>. Each machine issues its operations in program
/// order, one at a time. Copies move to the owner's cache and from there to memory by silent steps; a flush waits for them, and
/// a crash that empties the caches releases it too. A thread that stands on a machine stops when that crashes; a column
/// without a machine is the script, which goes on.
/// </remarks>
internal sealed class CxlMachine : IProgramMachine
{
    private const int Execute = 0;
    private const int Propagate = 1;
    private const int WriteBack = 2;
    private const int MaxMachines = 32;

    private readonly IReadOnlyList<LitmusLocation> _locations;
    private readonly CxlVariant _variant;
    private readonly bool _crashes;
    private readonly List<string> _machines = [];
    private readonly int[] _owners;
    private readonly int[] _homes;
    private readonly CxlInstruction[][] _code;
    private readonly uint _volatileMachines;
    private readonly InOrderThreads _threads;
    private readonly List<CxlWord> _words = [];
    private readonly Dictionary<CxlWord, int> _wordIds = [];

    /// <summary>A machine for some threads of a test.</summary>
    /// <param name="test">The test: its locations, their owners and the volatile machines.</param>
    /// <param name="threads">The threads: the program's or the recovery's.</param>
    /// <param name="variant">Which CXL0.</param>
    /// <param name="crashes">Whether a crash of the whole system may follow: then values move on when the threads have ended.</param>
    public CxlMachine(LitmusTest test, IReadOnlyList<LitmusThread> threads, CxlVariant variant, bool crashes)
    {
        _locations = test.Locations;
        _variant = variant;
        _crashes = crashes;
        _owners = [.. test.Locations.Select(location => MachineOf(location.Owner ?? throw new InputException($"{test.Name}: {location.Name} has no owner, expected one in 'owner'")))];
        foreach (string machine in test.VolatileMachines) { _volatileMachines |= 1u << MachineOf(machine); }
        _homes = [.. threads.Select(thread => MachineOf(thread.Machine))];
        _code = [.. threads.Select((thread, index) => thread.Instructions.Select(instruction => Of(instruction, _homes[index])).ToArray())];
        _threads = new InOrderThreads(threads, test.Locations.Count);
    }

    /// <inheritdoc/>
    public int Length => _threads.End;

    /// <inheritdoc/>
    public void Start(Span<int> state, IReadOnlyList<long> memory)
    {
        for (int location = 0; location < memory.Count; location++) { state[location] = Intern(CxlWord.InMemory(memory[location])); }
        Settle(state);
    }

    /// <inheritdoc/>
    public void ListChoices(ReadOnlySpan<int> state, List<int> choices)
    {
        choices.Clear();
        if (!_crashes && IsComplete(state)) { return; }
        for (int thread = 0; thread < _threads.Count; thread++)
        {
            if (!_threads.HasEnded(state, thread) && CanExecute(state, _code[thread][_threads.Next(state, thread)])) { choices.Add(Choice(Execute, thread, 0)); }
        }
        for (int location = 0; location < _owners.Length; location++)
        {
            CxlWord word = _words[state[location]];
            for (int machine = 0; machine < _machines.Count; machine++)
            {
                if (!word.IsHeldBy(machine)) { continue; }
                choices.Add(Choice(machine == _owners[location] ? WriteBack : Propagate, location, machine));
            }
        }
    }

    /// <inheritdoc/>
    public void Step(Span<int> state, int choice)
    {
        (int what, int index, int machine) = Split(choice);
        switch (what)
        {
            case Execute:
                ExecuteNext(state, index);
                Settle(state);
                break;
            case Propagate:
                state[index] = Intern(_words[state[index]].PropagateToOwner(machine, _owners[index]));
                break;
            default:
                state[index] = Intern(_words[state[index]].WriteBack());
                break;
        }
    }

    /// <inheritdoc/>
    public bool IsComplete(ReadOnlySpan<int> state)
    {
        for (int thread = 0; thread < _threads.Count; thread++)
        {
            if (!_threads.HasEnded(state, thread)) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    public bool IsCrashPoint(ReadOnlySpan<int> state) => true;

    /// <inheritdoc/>
    public long? Register(ReadOnlySpan<int> state, int thread, int register) => _threads.Register(state, thread, register);

    /// <inheritdoc/>
    public long Value(ReadOnlySpan<int> state, int location) => _words[state[location]].Coherent;

    /// <inheritdoc/>
    /// <remarks>When every machine crashes, the memories are left.</remarks>
    public int CrashSet(ReadOnlySpan<int> state, int location)
    {
        bool losesMemory = (_volatileMachines >> _owners[location] & 1) != 0;
        return _threads.Intern(losesMemory ? 0 : _words[state[location]].Memory);
    }

    /// <inheritdoc/>
    public IReadOnlyList<long> ValuesOf(int crashSet) => [_threads.ValueOf(crashSet)];

    /// <inheritdoc/>
    public string Describe(ReadOnlySpan<int> state, int choice)
    {
        (int what, int index, int machine) = Split(choice);
        if (what != Execute)
        {
            string target = what == Propagate ? $"the cache of its owner {_machines[_owners[index]]}" : "memory";
            return $"{_locations[index].Name} moves from the cache of {_machines[machine]} to {target}";
        }
        CxlInstruction next = _code[index][_threads.Next(state, index)];
        string text = $"{_threads.Name(index)}: {next.Source.Text}";
        return next.Source.Target == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} reads {_words[state[next.Location]].Coherent}");
    }

    private static int Choice(int what, int index, int machine) => (index << 16) | (machine << 2) | what;

    private static (int What, int Index, int Machine) Split(int choice) => (choice & 3, choice >> 16, (choice & 0xFFFF) >> 2);

    private int MachineOf(string? name)
    {
        if (name is null) { return -1; }
        int machine = _machines.IndexOf(name);
        if (machine >= 0) { return machine; }
        if (_machines.Count == MaxMachines) { throw new InputException($"more than {MaxMachines} machines"); }
        _machines.Add(name);
        return _machines.Count - 1;
    }

    private CxlInstruction Of(LitmusInstruction instruction, int home)
    {
        int machine = instruction.Machine is { } named ? MachineOf(named) : home;
        if (machine < 0) { throw new InputException($"line {instruction.Line}: no machine executes '{instruction.Text}', expected one before the instruction or at the thread's name"); }
        return new CxlInstruction(instruction.Opcode, machine, instruction.Locations.Count > 0 ? instruction.Locations[0] : -1, instruction);
    }

    private bool CanExecute(ReadOnlySpan<int> state, CxlInstruction instruction) => instruction.Opcode switch
    {
        LitmusOpcode.Load => CanLoad(state, instruction),
        LitmusOpcode.LocalExchange or LitmusOpcode.RemoteExchange or LitmusOpcode.MemoryExchange => CanLoad(state, instruction),
        LitmusOpcode.LocalFlush => !_words[state[instruction.Location]].IsHeldBy(instruction.Machine),
        LitmusOpcode.RemoteFlush => _words[state[instruction.Location]].IsOnlyInMemory,
        LitmusOpcode.GlobalPersistentFlush => AreCachesEmpty(state),
        _ => true,
    };

    // With write-back on loads, a load that misses its own cache comes after the silent steps that bring the value to memory.
    private bool CanLoad(ReadOnlySpan<int> state, CxlInstruction load)
    {
        CxlWord word = _words[state[load.Location]];
        return _variant != CxlVariant.LoadWritesBack || word.IsHeldBy(load.Machine) || word.IsOnlyInMemory;
    }

    private bool AreCachesEmpty(ReadOnlySpan<int> state)
    {
        for (int location = 0; location < _owners.Length; location++)
        {
            if (!_words[state[location]].IsOnlyInMemory) { return false; }
        }
        return true;
    }

    private void ExecuteNext(Span<int> state, int thread)
    {
        CxlInstruction next = _code[thread][_threads.Next(state, thread)];
        _threads.Advance(state, thread);
        if (next.Opcode == LitmusOpcode.CrashMachine)
        {
            Crash(state, next.Machine);
            return;
        }
        if (next.Location < 0) { return; }
        long stored = _threads.Operand(state, thread, next.Source.Value);
        CxlWord word = _words[state[next.Location]];
        if (next.Source.Target != 0)
        {
            _threads.SetRegister(state, thread, next.Source.Target, word.Coherent);
            word = word.Load(next.Machine);
        }
        state[next.Location] = Intern(next.Opcode switch
        {
            LitmusOpcode.LocalStore or LitmusOpcode.LocalExchange => word.Store(next.Machine, stored),
            LitmusOpcode.RemoteStore or LitmusOpcode.RemoteExchange => word.Store(_owners[next.Location], stored),
            LitmusOpcode.MemoryStore or LitmusOpcode.MemoryExchange => CxlWord.InMemory(stored),
            _ => word,
        });
    }

    private void Crash(Span<int> state, int machine)
    {
        for (int location = 0; location < _owners.Length; location++)
        {
            bool isOwner = _owners[location] == machine;
            bool losesMemory = isOwner && (_volatileMachines >> machine & 1) != 0;
            state[location] = Intern(_words[state[location]].Crash(machine, losesMemory, isOwner && _variant == CxlVariant.Poisons));
        }
        for (int thread = 0; thread < _homes.Length; thread++)
        {
            if (_homes[thread] == machine) { _threads.Stop(state, thread); }
        }
    }

    /// <summary>Passes over instructions whose guards do not hold: registers are the thread's own, so that is no choice.</summary>
    private void Settle(Span<int> state)
    {
        for (int thread = 0; thread < _threads.Count; thread++)
        {
            while (!_threads.HasEnded(state, thread) && !_threads.GuardsHold(state, thread, _code[thread][_threads.Next(state, thread)].Source.Guards))
            {
                _threads.Advance(state, thread);
            }
        }
    }

    private int Intern(CxlWord word)
    {
        if (!_wordIds.TryGetValue(word, out int id))
        {
            id = _words.Count;
            _words.Add(word);
            _wordIds.Add(word, id);
        }
        return id;
    }
}
