using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator.Tests;

/// <summary>Slots that threads increment under one persistent spin lock: small, contended, and easy to check.</summary>
internal sealed class CounterStructure : IStructure
{
    public const string SlotLabel = "slot";

    private const int MaxKeys = 1024;
    private static readonly PmemAddress Lock = new(PoolHeader.Bytes);

    public string Name => "counter";

    public string Title => "Counters under a lock";

    public string Source => "test";

    public IReadOnlyList<OperationKind> Operations { get; } = [new("increment", 1)];

    public IReadOnlyList<Mutant> Mutants { get; } = [new("no-slot-flush", "The slot is not flushed.", MutationOperator.DropFlush, SlotLabel)];

    public AbstractState Empty => throw new NotSupportedException();

    public static PmemAddress Slot(ulong key) => Lock + (CacheLine.Bytes * (1 + (long)key));

    public long PoolBytes(int threadCount, int operationCount) => Slot(MaxKeys).Offset;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) => [];

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        new(0, ((((ulong)index + 1) * (seed + 0x9E3779B97F4A7C15)) + (ulong)thread) * 0xBF58476D1CE4E5B9 % 65_521
            % (ulong)(keyCount == 0 ? MaxKeys : keyCount));

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        pmem.Store(Lock, 0UL, "lock");
        pmem.Persist(Lock, sizeof(ulong), "create");
    }

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.Store(Lock, 0UL, "lock");

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        while (pmem.CompareExchange(Lock, 0UL, 1UL, "acquire") != 0) { pmem.SpinUntil(Lock, SpinCondition.Equal, 0, "acquire"); }
        PmemAddress slot = Slot(operation.Key);
        ulong value = pmem.Load<ulong>(slot, SlotLabel) + 1;
        pmem.Store(slot, value, SlotLabel);
        pmem.Persist(slot, sizeof(ulong), SlotLabel);
        pmem.Store(Lock, 0UL, "release");
        return value;
    }

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => throw new NotSupportedException();
}
