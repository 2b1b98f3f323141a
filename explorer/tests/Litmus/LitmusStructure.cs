using Sim.CacheModel;
using Sim.Explorer.Litmus;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Explorer.Tests;

/// <summary>A litmus test of x86 as a structure: thread t's only operation is column t, its registers are local variables.</summary>
/// <remarks>
/// An outcome is the abstract state that a crash leaves. Registers get into it through a line of their own for each thread,
/// written once the thread's program is over and its buffer drained: for a <c>final</c> test, where the caches persist and
/// only crashes after every thread's last store count, and for the recovery of a <c>recover</c> test. The recovery of a
/// <c>crash2</c> test first writes down durably that it has started; the second recovery then leaves everything as it is.
/// </remarks>
internal sealed class LitmusStructure(LitmusTest litmus) : IStructure
{
    /// <summary>The text of crash states that are no outcome: some thread of a <c>final</c> test has not ended.</summary>
    public const string Unfinished = "unfinished";

    private const int MaxThreads = 4;

    public string Name => "litmus";

    public string Title => "a litmus test";

    public string Source => "the litmus collection";

    public IReadOnlyList<OperationKind> Operations { get; } = [new OperationKind("run", 1)];

    public IReadOnlyList<Mutant> Mutants => [];

    public AbstractState Empty { get; } = new Outcome("nothing has run");

    private static PmemAddress RecoveryStarted => Word(0, 0);

    public long PoolBytes(int threadCount, int operationCount) => (2 + MaxThreads + litmus.Locations.Max(location => location.Line)) * CacheLine.Bytes;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        [new Workload("litmus", [], [.. litmus.Threads.Select((_, thread) => (Operation[])[new Operation(0, (ulong)thread)])], [])];

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => default;

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        foreach (LitmusLocation location in litmus.Locations)
        {
            pmem.Store(AddressOf(location), (ulong)location.Initial);
            pmem.Persist(AddressOf(location), PersistWord.Bytes);
        }
    }

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        if (litmus.Kind == LitmusKind.Crash2)
        {
            if (pmem.Load<ulong>(RecoveryStarted) != 0) { return; }
            pmem.Store(RecoveryStarted, 1UL);
            pmem.Persist(RecoveryStarted, PersistWord.Bytes);
        }
        ulong[] registers = Run(pmem, litmus.Recovery.Count == 0 ? [] : litmus.Recovery[0].Instructions);
        if (litmus.Kind == LitmusKind.Recover) { KeepRegisters(pmem, 0, registers); }
    }

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        ulong[] registers = Run(pmem, litmus.Threads[thread].Instructions);
        if (litmus.Kind == LitmusKind.Final) { KeepRegisters(pmem, thread, registers); }
        return 0;
    }

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        if (litmus.Kind == LitmusKind.Final && Enumerable.Range(0, litmus.Threads.Count).Any(thread => pmem.Load<ulong>(IsOver(thread)) == 0))
        {
            return new Outcome(Unfinished);
        }
        return new Outcome(LitmusOutcome.Join(litmus.Observables.Select(seen => LitmusOutcome.Of(seen, (long)pmem.Load<ulong>(AddressOf(seen))))));
    }

    private static PmemAddress Word(int line, int word) => new CacheLine(line).Start + (word * PersistWord.Bytes);

    private static PmemAddress IsOver(int thread) => Word(1 + thread, 0);

    private static PmemAddress AddressOf(LitmusLocation location) => Word(1 + MaxThreads + location.Line, location.Word);

    /// <summary>Where an observable stands after the crash; recovery's registers take the place of thread 0's.</summary>
    private PmemAddress AddressOf(LitmusObservable observable) => observable.Location >= 0
        ? AddressOf(litmus.Locations[observable.Location])
        : Word(1 + observable.Thread, observable.Register);

    private static void KeepRegisters<TPmem>(TPmem pmem, int thread, ulong[] registers)
        where TPmem : struct, IPmem
    {
        pmem.Fence(kind: FenceKind.Full);
        for (int i = 1; i < registers.Length; i++) { pmem.Store(Word(1 + thread, i), registers[i]); }
        pmem.Store(IsOver(thread), 1UL);
    }

    private ulong[] Run<TPmem>(TPmem pmem, IReadOnlyList<LitmusInstruction> program)
        where TPmem : struct, IPmem
    {
        ulong[] registers = new ulong[CacheLine.Bytes / PersistWord.Bytes];
        foreach (LitmusInstruction instruction in program)
        {
            if (!instruction.Guards.All(guard => registers[guard.Register] == (ulong)guard.Value == guard.IsEqual)) { continue; }
            ulong result = Execute(pmem, instruction, registers);
            if (instruction.Target != 0) { registers[instruction.Target] = result; }
        }
        return registers;
    }

    private ulong Execute<TPmem>(TPmem pmem, LitmusInstruction instruction, ulong[] registers)
        where TPmem : struct, IPmem
    {
        PmemAddress address = instruction.Locations.Count == 0 ? default : AddressOf(litmus.Locations[instruction.Locations[0]]);
        ulong value = Value(instruction.Value);
        switch (instruction.Opcode)
        {
            case LitmusOpcode.Load: return pmem.Load<ulong>(address);
            case LitmusOpcode.Store: pmem.Store(address, value); break;
            case LitmusOpcode.NonTemporalStore: pmem.StoreNonTemporal(address, value); break;
            case LitmusOpcode.WideStore: pmem.Store(address, (value, value)); break;
            case LitmusOpcode.Exchange: return Modify(pmem, address, _ => value);
            case LitmusOpcode.FetchAdd: return Modify(pmem, address, old => old + value);
            case LitmusOpcode.CompareExchange: return pmem.CompareExchange(address, Value(instruction.Expected), value);
            case LitmusOpcode.Clwb: pmem.Flush(address, PersistWord.Bytes); break;
            case LitmusOpcode.Clflushopt: pmem.Flush(address, PersistWord.Bytes, kind: FlushKind.Clflushopt); break;
            case LitmusOpcode.Clflush: pmem.Flush(address, PersistWord.Bytes, kind: FlushKind.Clflush); break;
            case LitmusOpcode.Sfence: pmem.Fence(); break;
            case LitmusOpcode.Mfence: pmem.Fence(kind: FenceKind.Full); break;
            default: Assert.Fail($"no instruction {instruction.Text}"); break;
        }
        return 0;

        ulong Value(LitmusOperand operand) => operand.IsRegister ? registers[operand.Register] : (ulong)operand.Constant;
    }

    /// <summary>A locked instruction that always writes; an attempt that fails shows nothing that waiting would not show.</summary>
    private static ulong Modify<TPmem>(TPmem pmem, PmemAddress address, Func<ulong, ulong> change)
        where TPmem : struct, IPmem
    {
        ulong expected = 0;
        while (true)
        {
            ulong found = pmem.CompareExchange(address, expected, change(expected));
            if (found == expected) { return found; }
            expected = found;
        }
    }

    private sealed class Outcome(string text) : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => (this, 0);

        protected override string Describe() => text;
    }
}
