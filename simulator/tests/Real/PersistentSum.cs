using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator.Tests;

/// <summary>A small structure: every operation adds its key to a persistent sum, under a lock.</summary>
/// <remarks>An addition takes one locked instruction, one flush and one fence; the greatest key asks for more room than there is.</remarks>
internal sealed class PersistentSum : IStructure
{
    private static readonly PmemAddress Sum = new(PoolHeader.Bytes);
    private static readonly PmemAddress Lock = Sum + 8;
    private static readonly PmemAddress Recoveries = Sum + 16;

    public string Name => "sum";

    public string Title => "A sum";

    public string Source => "none";

    public IReadOnlyList<OperationKind> Operations { get; } = [new("add", 1)];

    public IReadOnlyList<Mutant> Mutants { get; } = [new("no-fence", "nothing orders the sum", MutationOperator.DropFence, "add")];

    public AbstractState Empty => new Total(0);

    public long PoolBytes(int threadCount, int operationCount) =>
        PoolHeader.Bytes + CacheLine.Bytes + BumpAllocator.BytesOf(threadCount, arenaBytes: 0) + operationCount;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) => [];

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        new(0, seed + (ulong)(keyCount == 0 ? thread + index : (thread + index) % keyCount));

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => PoolHeader.Format(pmem, Name, CacheLine.Bytes, threadCount);

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.Store(Recoveries, pmem.Load<ulong>(PoolHeader.Root(pmem) + 16) + 1);

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        while (pmem.CompareExchange(Lock, 0UL, 1UL, "lock") != 0) { _ = pmem.SpinUntil(Lock, SpinCondition.Equal, 0); }
        if (operation.Key == ulong.MaxValue) { BumpAllocator.Allocate(pmem, thread, 1L << 20); }
        ulong sum = pmem.Load<ulong>(Sum) + operation.Key;
        pmem.Store(Sum, sum, "add");
        pmem.Store(Lock, 0UL, "unlock");
        pmem.Persist(Sum, sizeof(ulong), "add");
        return sum;
    }

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new Total(pmem.Load<ulong>(Sum));

    private sealed class Total(ulong sum) : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) =>
            (new Total(sum + operation.Key), sum + operation.Key);

        protected override string Describe() => $"{sum}";
    }
}
