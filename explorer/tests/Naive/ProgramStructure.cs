using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Explorer.Tests;

/// <summary>A random program as a structure: thread t's operations are the parts of its program, recovery is the recovery program.</summary>
/// <remarks>The label of an instruction is its program's index and its own, so that flushes and fences are sites of their own.</remarks>
internal sealed class ProgramStructure(ProgramScenario scenario) : IStructure
{
    public string Name => "program";

    public string Title => "a random program";

    public string Source => "none";

    public IReadOnlyList<OperationKind> Operations { get; } = [new OperationKind("run", 1)];

    public IReadOnlyList<Mutant> Mutants => [];

    public AbstractState Empty { get; } = new WordsState(new ulong[Instruction.LocationCount]);

    public long PoolBytes(int threadCount, int operationCount) => 256;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        [new Workload("program", [], [.. scenario.Threads.Select(program =>
            Enumerable.Range(0, Starts(program).Length).Select(part => new Operation(0, (ulong)part)).ToArray())], [])];

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => default;

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => Run(pmem, 0, 0);

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => Run(pmem, scenario.Threads.Length + 1, 0);

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        Run(pmem, thread + 1, Starts(scenario.Threads[thread])[(int)operation.Key]);
        return 0;
    }

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem =>
        new WordsState([.. Enumerable.Range(0, Instruction.LocationCount).Select(location => pmem.Load<ulong>(At(location)))]);

    private static PmemAddress At(int location) => new(Instruction.Address(location));

    /// <summary>Where the operations of a program start.</summary>
    private static int[] Starts(Instruction[] program) =>
        [0, .. Enumerable.Range(0, program.Length).Where(i => program[i].Opcode == Opcode.Respond).Select(i => i + 1)];

    private void Run<TPmem>(TPmem pmem, int number, int start)
        where TPmem : struct, IPmem
    {
        Instruction[] program = scenario.Programs.ElementAt(number);
        for (int i = start; i < program.Length && program[i].Opcode != Opcode.Respond; i++)
        {
            Instruction instruction = program[i];
            PmemAddress address = At(instruction.Location);
            ulong value = (ulong)instruction.Value;
            string label = $"{number}.{i}";
            switch (instruction.Opcode)
            {
                case Opcode.Store: pmem.Store(address, value); break;
                case Opcode.StoreRelease: pmem.StoreRelease(address, value); break;
                case Opcode.NonTemporal: pmem.StoreNonTemporal(address, value); break;
                case Opcode.StoreWide: pmem.Store(At(0), (value, value + 1)); break;
                case Opcode.CopyPlusOne: pmem.Store(address, pmem.Load<ulong>(At(instruction.Value)) + 1); break;
                case Opcode.CompareExchange: pmem.CompareExchange(address, 0UL, value); break;
                case Opcode.SkipNextIfZero: i += pmem.Load<ulong>(address) == 0 && Skips(program, i) ? 1 : 0; break;
                case Opcode.Clwb: pmem.Flush(address, 8, label); break;
                case Opcode.Clflush: pmem.Flush(address, 8, label, FlushKind.Clflush); break;
                case Opcode.Nothing: break;
                default: pmem.Fence(label, FenceOf(instruction.Opcode)); break;
            }
        }
    }

    /// <summary>The last instruction of an operation has nothing to skip.</summary>
    public static bool Skips(Instruction[] program, int index) => index + 1 < program.Length && program[index + 1].Opcode != Opcode.Respond;

    private static FenceKind FenceOf(Opcode opcode) => opcode switch
    {
        Opcode.StoreFence => FenceKind.Store,
        Opcode.FullFence => FenceKind.Full,
        Opcode.PersistBarrier => FenceKind.PersistBarrier,
        Opcode.NewStrand => FenceKind.NewStrand,
        Opcode.JoinStrand => FenceKind.JoinStrand,
        _ => FenceKind.Durability,
    };

    /// <summary>The values of all locations.</summary>
    private sealed class WordsState(ulong[] words) : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => (this, 0);

        protected override string Describe() => string.Join(',', words);
    }
}
