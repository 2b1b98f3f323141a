using System.Globalization;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Explorer.Tests;

/// <summary>A litmus test as a structure: thread t's only operation is column t, its registers are local variables.</summary>
/// <remarks>
/// An outcome is the abstract state that a crash leaves. Registers get into it through a line of their own for each thread,
/// written once the thread's program is over and its buffer drained: for a <c>final</c> test, where the caches persist and
/// only crashes after every thread's last store count, and for the recovery of a <c>recover</c> test. The recovery of a
/// <c>crash2</c> test first writes down durably that it has started; the second recovery then leaves everything as it is.
/// </remarks>
internal sealed class LitmusStructure(LitmusProgram litmus) : IStructure
{
    /// <summary>The text of crash states that are no outcome: some thread of a <c>final</c> test has not ended.</summary>
    public const string Unfinished = "unfinished";

    private const int MaxThreads = 4;

    private readonly Dictionary<string, PmemAddress> _addresses = litmus.Lines
        .SelectMany((line, index) => line.Select((location, word) => (location, Word(1 + MaxThreads + index, word))))
        .ToDictionary(pair => pair.location, pair => pair.Item2);

    public string Name => "litmus";

    public string Title => "a litmus test";

    public string Source => "the litmus collection";

    public IReadOnlyList<OperationKind> Operations { get; } = [new OperationKind("run", 1)];

    public IReadOnlyList<Mutant> Mutants => [];

    public AbstractState Empty { get; } = new Outcome("nothing has run");

    private static PmemAddress RecoveryStarted => Word(0, 0);

    public long PoolBytes(int threadCount, int operationCount) => (1 + MaxThreads + litmus.Lines.Count) * CacheLine.Bytes;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        [new Workload("litmus", [], [.. litmus.Threads.Select((_, thread) => (Operation[])[new Operation(0, (ulong)thread)])], [])];

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => default;

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        foreach ((string location, ulong value) in litmus.Initial)
        {
            pmem.Store(_addresses[location], value);
            pmem.Persist(_addresses[location], PersistWord.Bytes);
        }
    }

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        if (litmus.Kind == "crash2")
        {
            if (pmem.Load<ulong>(RecoveryStarted) != 0) { return; }
            pmem.Store(RecoveryStarted, 1UL);
            pmem.Persist(RecoveryStarted, PersistWord.Bytes);
        }
        ulong[] registers = Run(pmem, litmus.Recovery);
        if (litmus.Kind == "recover") { KeepRegisters(pmem, 0, registers); }
    }

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        ulong[] registers = Run(pmem, litmus.Threads[thread]);
        if (litmus.Kind == "final") { KeepRegisters(pmem, thread, registers); }
        return 0;
    }

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        if (litmus.Kind == "final" && Enumerable.Range(0, litmus.Threads.Count).Any(thread => pmem.Load<ulong>(IsOver(thread)) == 0))
        {
            return new Outcome(Unfinished);
        }
        return new Outcome(string.Join(',', litmus.Observables.Select(name => $"{name}={pmem.Load<ulong>(AddressOf(name))}")));
    }

    private static PmemAddress Word(int line, int word) => new CacheLine(line).Start + (word * PersistWord.Bytes);

    private static PmemAddress IsOver(int thread) => Word(1 + thread, 0);

    /// <summary>Where an observable stands after the crash; recovery's registers take the place of thread 0's.</summary>
    private PmemAddress AddressOf(string observable)
    {
        string[] parts = observable.TrimStart('R').Split(":r");
        return parts.Length == 1
            ? _addresses[observable]
            : Word(1 + int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static void KeepRegisters<TPmem>(TPmem pmem, int thread, ulong[] registers)
        where TPmem : struct, IPmem
    {
        pmem.Fence(kind: FenceKind.Full);
        for (int i = 1; i < registers.Length; i++) { pmem.Store(Word(1 + thread, i), registers[i]); }
        pmem.Store(IsOver(thread), 1UL);
    }

    private ulong[] Run<TPmem>(TPmem pmem, LitmusInstruction[] program)
        where TPmem : struct, IPmem
    {
        ulong[] registers = new ulong[CacheLine.Bytes / PersistWord.Bytes];
        foreach (LitmusInstruction instruction in program)
        {
            if (!instruction.Guards.All(guard => registers[Register(guard.Register)] == guard.Value == guard.IsEqual)) { continue; }
            ulong result = Execute(pmem, instruction, registers);
            if (instruction.Target.Length > 0) { registers[Register(instruction.Target)] = result; }
        }
        return registers;
    }

    private ulong Execute<TPmem>(TPmem pmem, LitmusInstruction instruction, ulong[] registers)
        where TPmem : struct, IPmem
    {
        string[] arguments = instruction.Arguments;
        PmemAddress address = arguments.Length == 0 ? default : _addresses[arguments[0]];
        switch (instruction.Mnemonic)
        {
            case "ld": return pmem.Load<ulong>(address);
            case "st": pmem.Store(address, Value(1)); break;
            case "nt": pmem.StoreNonTemporal(address, Value(1)); break;
            case "stv": pmem.Store(address, (Value(2), Value(2))); break;
            case "xchg": return Modify(pmem, address, _ => Value(1));
            case "fadd": return Modify(pmem, address, old => old + Value(1));
            case "cas": return pmem.CompareExchange(address, Value(1), Value(2));
            case "clwb": pmem.Flush(address, PersistWord.Bytes); break;
            case "clflushopt": pmem.Flush(address, PersistWord.Bytes, kind: FlushKind.Clflushopt); break;
            case "clflush": pmem.Flush(address, PersistWord.Bytes, kind: FlushKind.Clflush); break;
            case "sfence": pmem.Fence(); break;
            case "mfence": pmem.Fence(kind: FenceKind.Full); break;
            default: Assert.Fail($"no instruction {instruction.Mnemonic}"); break;
        }
        return 0;

        ulong Value(int index) => arguments[index][0] == 'r'
            ? registers[Register(arguments[index])]
            : ulong.Parse(arguments[index], CultureInfo.InvariantCulture);
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

    private static int Register(string name) => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture);

    private sealed class Outcome(string text) : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => (this, 0);

        protected override string Describe() => text;
    }
}
