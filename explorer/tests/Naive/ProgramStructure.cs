using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Explorer.Tests;

/// <summary>A random program as a structure: thread t's only operation is its program, recovery is the recovery program.</summary>
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
        [new Workload("program", [], [.. scenario.Threads.Select((_, thread) => (Operation[])[new Operation(0, (ulong)thread)])], [])];

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => default;

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => Run(pmem, scenario.Setup);

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => Run(pmem, scenario.Recovery);

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        Run(pmem, scenario.Threads[thread]);
        return 0;
    }

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem =>
        new WordsState([.. Enumerable.Range(0, Instruction.LocationCount).Select(location => pmem.Load<ulong>(At(location)))]);

    private static PmemAddress At(int location) => new(Instruction.Address(location));

    private static void Run<TPmem>(TPmem pmem, Instruction[] program)
        where TPmem : struct, IPmem
    {
        for (int i = 0; i < program.Length; i++)
        {
            Instruction instruction = program[i];
            PmemAddress address = At(instruction.Location);
            ulong value = (ulong)instruction.Value;
            switch (instruction.Opcode)
            {
                case Opcode.Store: pmem.Store(address, value); break;
                case Opcode.NonTemporal: pmem.StoreNonTemporal(address, value); break;
                case Opcode.StoreWide: pmem.Store(At(0), (value, value + 1)); break;
                case Opcode.CopyPlusOne: pmem.Store(address, pmem.Load<ulong>(At(instruction.Value)) + 1); break;
                case Opcode.CompareExchange: pmem.CompareExchange(address, 0UL, value); break;
                case Opcode.SkipNextIfZero: i += pmem.Load<ulong>(address) == 0 ? 1 : 0; break;
                case Opcode.Clwb: pmem.Flush(address, 8); break;
                case Opcode.Clflush: pmem.Flush(address, 8, kind: FlushKind.Clflush); break;
                case Opcode.StoreFence: pmem.Fence(); break;
                default: pmem.Fence(kind: FenceKind.Full); break;
            }
        }
    }

    /// <summary>The values of all locations.</summary>
    private sealed class WordsState(ulong[] words) : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => (this, 0);

        protected override string Describe() => string.Join(',', words);
    }
}
