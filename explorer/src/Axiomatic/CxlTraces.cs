using System.Globalization;
using System.Numerics;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>CXL0 [Assa+24] by traces: total orders of all operations, in which every location is judged by itself.</summary>
/// <remarks>
/// CXL0 is defined by a machine, so these are not axioms of another kind. But silent steps concern one location each, and operations
/// meet only in their order. So a trace is possible exactly if each location can explain the values read in it: its possible
/// states (who caches it, cached value, value in memory), closed under silent steps, never run out. No global state is built.
/// </remarks>
internal sealed class CxlTraces
{
    private readonly LitmusTest _test;
    private readonly List<string> _machines = [];
    private readonly int[] _owners;
    private readonly bool _poisons;
    private readonly bool _loadWritesBack;
    private readonly int[] _next;
    private readonly Dictionary<int, long>[] _registers;
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);

    private CxlTraces(LitmusTest test, string model)
    {
        _test = test;
        _poisons = model == "cxl0-psn";
        _loadWritesBack = model == "cxl0-lwb";
        _owners = [.. test.Locations.Select(location => MachineOf(location.Owner!))];
        _next = new int[test.Threads.Count];
        _registers = [.. test.Threads.Select(_ => new Dictionary<int, long>())];
    }

    /// <summary>CXL0; with foreign copies dropped when the owner crashes; with loads that write back first.</summary>
    public static IReadOnlyList<string> Models { get; } = ["cxl0", "cxl0-psn", "cxl0-lwb"];

    /// <summary>The complete set of outcomes.</summary>
    public static HashSet<string> Outcomes(LitmusTest test, string model)
    {
        if (test.Kind is not (LitmusKind.Crash or LitmusKind.Final))
        {
            throw new InputException($"{test.Name}: model {model} judges tests of kind crash and final, not {test.Kind}");
        }
        CxlTraces traces = new(test, model);
        traces.Extend([.. test.Locations.Select(location => new[] { new Copies(0, 0, location.Initial) })], 0);
        return traces._outcomes;
    }

    // The possible state of one location; the machines that cache it all hold the same value.
    private readonly record struct Copies(uint Holders, long Cached, long Memory)
    {
        public long Value => Holders != 0 ? Cached : Memory;
    }

    private int MachineOf(string name)
    {
        int index = _machines.IndexOf(name);
        if (index >= 0) { return index; }
        _machines.Add(name);
        return _machines.Count - 1;
    }

    // Takes the next operation of every thread in turn; `states` are the possible states of each location after the trace so far.
    private void Extend(Copies[][] states, uint crashed)
    {
        bool isComplete = true;
        for (int thread = 0; thread < _next.Length; thread++)
        {
            LitmusThread column = _test.Threads[thread];
            bool isStopped = column.Machine is { } home && (crashed >> MachineOf(home) & 1) != 0;
            if (isStopped || _next[thread] == column.Instructions.Count) { continue; }
            isComplete = false;
            int position = _next[thread]++;
            LitmusInstruction instruction = column.Instructions[position];
            if (instruction.Guards.All(guard => Register(thread, guard.Register) == guard.Value == guard.IsEqual))
            {
                Execute(thread, instruction, instruction.Machine ?? column.Machine, states, crashed);
            }
            else
            {
                Extend(states, crashed);
            }
            _next[thread] = position;
        }
        if (isComplete) { AddOutcomes(states, new long[states.Length], 0); }
    }

    private long Register(int thread, int register) => _registers[thread].GetValueOrDefault(register);

    private void Execute(int thread, LitmusInstruction instruction, string? name, Copies[][] states, uint crashed)
    {
        int machine = name is null ? -1 : MachineOf(name);
        if (instruction.Opcode == LitmusOpcode.CrashMachine)
        {
            Extend([.. states.Select((possible, location) => Step(location, possible, copies => Crash(location, copies, machine)))], crashed | 1U << machine);
            return;
        }
        if (instruction.Opcode == LitmusOpcode.GlobalPersistentFlush)
        {
            Copies[][] flushed = [.. states.Select((possible, location) => Step(location, possible, copies => copies.Holders == 0 ? copies : null))];
            if (flushed.All(possible => possible.Length > 0)) { Extend(flushed, crashed); }
            return;
        }
        int target = instruction.Locations[0];
        long written = instruction.Value.IsRegister ? Register(thread, instruction.Value.Register) : instruction.Value.Constant;
        bool hadValue = _registers[thread].TryGetValue(instruction.Target, out long old);
        foreach (long? read in Returns(instruction) ? Closure(target, states[target]).Select(copies => (long?)copies.Value).Distinct() : [null])
        {
            Copies[] after = Step(target, states[target], copies => read is { } value && copies.Value != value ? null : Operate(instruction.Opcode, target, copies, machine, written));
            if (after.Length == 0) { continue; }
            if (read is { } result) { _registers[thread][instruction.Target] = result; }
            Extend([.. states[..target], after, .. states[(target + 1)..]], crashed);
        }
        if (hadValue) { _registers[thread][instruction.Target] = old; }
        else { _registers[thread].Remove(instruction.Target); }
    }

    private static bool Returns(LitmusInstruction instruction) => instruction.Opcode
        is LitmusOpcode.Load or LitmusOpcode.LocalExchange or LitmusOpcode.RemoteExchange or LitmusOpcode.MemoryExchange;

    // Rules 1 to 5 and 8; null where the operation is not enabled.
    private Copies? Operate(LitmusOpcode opcode, int location, Copies copies, int machine, long written) => opcode switch
    {
        LitmusOpcode.Load => Load(copies, machine),
        LitmusOpcode.LocalStore => copies with { Holders = 1U << machine, Cached = written },
        LitmusOpcode.RemoteStore => copies with { Holders = 1U << _owners[location], Cached = written },
        LitmusOpcode.MemoryStore => new Copies(0, 0, written),
        LitmusOpcode.LocalExchange => Operate(LitmusOpcode.LocalStore, location, Load(copies, machine), machine, written),
        LitmusOpcode.RemoteExchange => Operate(LitmusOpcode.RemoteStore, location, Load(copies, machine), machine, written),
        LitmusOpcode.MemoryExchange => new Copies(0, 0, written),
        LitmusOpcode.LocalFlush => (copies.Holders >> machine & 1) == 0 ? copies : null,
        LitmusOpcode.RemoteFlush => copies.Holders == 0 ? copies : null,
        _ => throw new InputException($"{_test.Name}: CXL0 has no rule for '{opcode}'"),
    };

    private Copies Load(Copies copies, int machine)
    {
        bool isHit = (copies.Holders >> machine & 1) != 0;
        if (isHit || copies.Holders == 0) { return copies; }
        return _loadWritesBack ? new Copies(0, 0, copies.Value) : copies with { Holders = copies.Holders | 1U << machine };
    }

    // Rule 9. Volatile memory starts with its initial value again.
    private Copies? Crash(int location, Copies copies, int machine)
    {
        bool isOwner = _owners[location] == machine;
        uint holders = isOwner && _poisons ? 0 : copies.Holders & ~(1U << machine);
        bool isLost = isOwner && _test.VolatileMachines.Contains(_machines[machine]);
        return new Copies(holders, holders == 0 ? 0 : copies.Cached, isLost ? _test.Locations[location].Initial : copies.Memory);
    }

    // The states after an operation from any of the states that silent steps lead to first.
    private Copies[] Step(int location, Copies[] possible, Func<Copies, Copies?> operation) =>
        [.. Closure(location, possible).Select(operation).OfType<Copies>().Distinct()];

    // Rules 6 and 7: a copy moves to the owner's cache, the owner's copy to memory.
    private List<Copies> Closure(int location, Copies[] possible)
    {
        List<Copies> closure = [.. possible];
        uint owner = 1U << _owners[location];
        for (int i = 0; i < closure.Count; i++)
        {
            Copies copies = closure[i];
            for (uint others = copies.Holders & ~owner; others != 0; others &= others - 1)
            {
                AddNew(closure, copies with { Holders = copies.Holders & ~(1U << BitOperations.TrailingZeroCount(others)) | owner });
            }
            if ((copies.Holders & owner) != 0) { AddNew(closure, new Copies(0, 0, copies.Cached)); }
        }
        return closure;
    }

    private static void AddNew(List<Copies> closure, Copies copies)
    {
        if (!closure.Contains(copies)) { closure.Add(copies); }
    }

    // Every combination of what the locations hold in the end.
    private void AddOutcomes(Copies[][] states, long[] values, int location)
    {
        if (location == states.Length)
        {
            _outcomes.Add(string.Join(',', _test.Observables.Select(observable => observable.Name + "=" + Text(observable, values))));
            return;
        }
        foreach (long value in states[location].Select(copies => copies.Value).Distinct())
        {
            values[location] = value;
            AddOutcomes(states, values, location + 1);
        }
    }

    private string Text(LitmusObservable observable, long[] values) =>
        observable.Location >= 0 ? values[observable.Location].ToString(CultureInfo.InvariantCulture)
        : _registers[observable.Thread].TryGetValue(observable.Register, out long value) ? value.ToString(CultureInfo.InvariantCulture)
        : "-";
}
