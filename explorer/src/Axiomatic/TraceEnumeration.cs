using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>Every path through a thread, with a value guessed for each load; candidate executions keep the paths whose guesses some store explains.</summary>
/// <remarks>
/// Guesses are drawn from the values that the location may hold in some execution; see <see cref="ValueDomain"/>.
/// </remarks>
internal sealed class TraceEnumeration
{
    private readonly LitmusTest _test;
    private readonly List<long>[] _domain;
    private readonly List<ThreadTrace> _traces = [];
    private readonly List<ExecutionEvent> _events = [];
    private readonly long[] _registers;
    private readonly ulong[] _registerFrom;
    private readonly int _threadIndex;
    private readonly LitmusThread _thread;

    private TraceEnumeration(LitmusTest test, LitmusThread thread, int threadIndex, List<long>[] domain)
    {
        _test = test;
        _domain = domain;
        _thread = thread;
        _threadIndex = threadIndex;
        _registers = new long[RegisterCount(thread)];
        _registerFrom = new ulong[_registers.Length];
    }

    /// <summary>The paths of each thread, when the locations start with the values <paramref name="initial"/>.</summary>
    public static List<ThreadTrace>[] Of(LitmusTest test, IReadOnlyList<LitmusThread> threads, long[] initial)
    {
        List<long>[] domain = ValueDomain.Of(threads, initial);
        return [.. threads.Select((thread, index) => PathsOf(test, thread, index, domain))];
    }

    private static List<ThreadTrace> PathsOf(LitmusTest test, LitmusThread thread, int index, List<long>[] domain)
    {
        TraceEnumeration enumeration = new(test, thread, index, domain);
        enumeration.Run(0, 0, -1);
        return enumeration._traces;
    }

    private static int RegisterCount(LitmusThread thread)
    {
        int last = 0;
        foreach (LitmusInstruction instruction in thread.Instructions)
        {
            last = Math.Max(last, Math.Max(instruction.Target, Math.Max(instruction.AddressRegister, Math.Max(instruction.Value.Register, instruction.Expected.Register))));
            foreach (LitmusGuard guard in instruction.Guards)
            {
                last = Math.Max(last, guard.Register);
            }
        }
        return last + 1;
    }

    // Continues at an instruction; `control` are the loads that the branches so far depend on, `exclusive` the load of an open exclusive pair.
    private void Run(int position, ulong control, int exclusive)
    {
        if (position == _thread.Instructions.Count)
        {
            _traces.Add(new ThreadTrace([.. _events], [.. _registers]));
            return;
        }
        LitmusInstruction instruction = _thread.Instructions[position];
        foreach (LitmusGuard guard in instruction.Guards)
        {
            control |= _registerFrom[guard.Register];
            if (_registers[guard.Register] == guard.Value != guard.IsEqual)
            {
                Run(position + 1, control, exclusive);
                return;
            }
        }
        if (_events.Count + instruction.Locations.Count >= Relation.MaxEvents)
        {
            throw new InputException($"{_test.Name}: thread {_thread.Name} has more than {Relation.MaxEvents - 1} events, the judge takes at most as many");
        }
        ExecutionEvent e = new(_threadIndex, _thread.Name, position, instruction, EventClass.None, instruction.Locations.Count > 0 ? instruction.Locations[0] : -1)
        {
            AddressFrom = _registerFrom[instruction.AddressRegister],
            DataFrom = _registerFrom[instruction.Value.Register],
            ControlFrom = control,
        };
        switch (instruction.Opcode)
        {
            case LitmusOpcode.Load: Load(e, EventClass.R, exclusive); break;
            case LitmusOpcode.Ldr: Load(e, EventClass.R, exclusive); break;
            case LitmusOpcode.Ldar: Load(e, EventClass.R | EventClass.A, exclusive); break;
            case LitmusOpcode.Ldapr: Load(e, EventClass.R | EventClass.Q, exclusive); break;
            case LitmusOpcode.Ldxr: Load(e, EventClass.R, _events.Count); break;
            case LitmusOpcode.Ldaxr: Load(e, EventClass.R | EventClass.A, _events.Count); break;
            case LitmusOpcode.Exchange or LitmusOpcode.FetchAdd or LitmusOpcode.CompareExchange: Locked(e, exclusive); break;
            case LitmusOpcode.Stxr: StoreExclusive(e, EventClass.W | EventClass.X, exclusive); break;
            case LitmusOpcode.Stlxr: StoreExclusive(e, EventClass.W | EventClass.X | EventClass.L, exclusive); break;
            case LitmusOpcode.WideStore: WideStore(e, exclusive); break;
            case LitmusOpcode.Store or LitmusOpcode.Str: Continue(e with { Class = EventClass.W, ValueWritten = Operand(instruction.Value) }, exclusive); break;
            case LitmusOpcode.Stlr: Continue(e with { Class = EventClass.W | EventClass.L, ValueWritten = Operand(instruction.Value) }, exclusive); break;
            case LitmusOpcode.NonTemporalStore: Continue(e with { Class = EventClass.NT, ValueWritten = Operand(instruction.Value) }, exclusive); break;
            default: Continue(e with { Class = FlushOrFence(instruction.Opcode) }, exclusive); break;
        }
    }

    private EventClass FlushOrFence(LitmusOpcode opcode) => opcode switch
    {
        LitmusOpcode.Clflush => EventClass.FL,
        LitmusOpcode.Clflushopt or LitmusOpcode.Clwb or LitmusOpcode.Cvap => EventClass.FO,
        LitmusOpcode.Sfence => EventClass.SF,
        LitmusOpcode.Mfence => EventClass.MF,
        LitmusOpcode.DmbSy => EventClass.BarrierFull,
        LitmusOpcode.DsbSy => EventClass.BarrierFull | EventClass.DsbFull,
        LitmusOpcode.DmbLd or LitmusOpcode.DsbLd => EventClass.BarrierLoad,
        LitmusOpcode.DmbSt or LitmusOpcode.DsbSt => EventClass.BarrierStore,
        LitmusOpcode.Isb => EventClass.Isb,
        LitmusOpcode.PersistBarrier => EventClass.PB,
        LitmusOpcode.NewStrand => EventClass.NS,
        LitmusOpcode.JoinStrand => EventClass.JS,
        LitmusOpcode.DurabilityFence => EventClass.DF,
        _ => throw new InputException($"{_test.Name}: the axiomatic judge has no axioms for '{opcode}'"),
    };

    private long Operand(LitmusOperand operand) => operand.IsRegister ? _registers[operand.Register] : operand.Constant;

    private void Continue(ExecutionEvent e, int exclusive)
    {
        _events.Add(e);
        Run(e.Position + 1, e.ControlFrom, exclusive);
        _events.RemoveAt(_events.Count - 1);
    }

    // Gives the target register a value for the rest of the path, and restores it for the next guess.
    private void ContinueWith(ExecutionEvent e, long value, ulong from, int exclusive)
    {
        int target = e.Instruction.Target;
        (long value, ulong from) old = (_registers[target], _registerFrom[target]);
        if (target != 0) { (_registers[target], _registerFrom[target]) = (value, from); }
        if (e.Class == EventClass.None) { Run(e.Position + 1, e.ControlFrom, exclusive); }
        else { Continue(e, exclusive); }
        (_registers[target], _registerFrom[target]) = old;
    }

    private void Load(ExecutionEvent e, EventClass sets, int exclusive)
    {
        foreach (long value in _domain[e.Location])
        {
            ContinueWith(e with { Class = sets, ValueRead = value }, value, 1UL << _events.Count, exclusive);
        }
    }

    private void Locked(ExecutionEvent e, int exclusive)
    {
        LitmusInstruction instruction = e.Instruction;
        foreach (long value in _domain[e.Location])
        {
            long? written = instruction.Opcode switch
            {
                LitmusOpcode.FetchAdd => value + Operand(instruction.Value),
                LitmusOpcode.Exchange => Operand(instruction.Value),
                _ => value == Operand(instruction.Expected) ? Operand(instruction.Value) : null,
            };
            ContinueWith(e with { Class = EventClass.U, ValueRead = value, ValueWritten = written }, value, 1UL << _events.Count, exclusive);
        }
    }

    // A store-exclusive succeeds only on the location of the open pair, and may always fail. Its result carries no dependency
    // [Pulte+18]; either way the pair is closed.
    private void StoreExclusive(ExecutionEvent e, EventClass sets, int exclusive)
    {
        ContinueWith(e, 1, 0, -1);
        if (exclusive >= 0 && _events[exclusive].Location == e.Location)
        {
            ContinueWith(e with { Class = sets, ValueWritten = Operand(e.Instruction.Value), PairedLoad = exclusive }, 0, 0, -1);
        }
    }

    private void WideStore(ExecutionEvent e, int exclusive)
    {
        int count = _events.Count;
        foreach (int location in e.Instruction.Locations)
        {
            _events.Add(e with { Class = EventClass.W, Location = location, ValueWritten = Operand(e.Instruction.Value) });
        }
        Run(e.Position + 1, e.ControlFrom, exclusive);
        _events.RemoveRange(count, _events.Count - count);
    }
}
