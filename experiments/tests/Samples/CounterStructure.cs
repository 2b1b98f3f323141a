using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Experiments.Tests.Samples;

/// <summary>A counter that survives crashes: the smallest structure that Sim can check.</summary>
public sealed class CounterStructure : IStructure
{
    public string Name => "counter";
    public string Title => "a durable counter";
    public string Source => "README.md";
    public IReadOnlyList<OperationKind> Operations { get; } = [new("increment", 0), new("get", 0)];
    public IReadOnlyList<Mutant> Mutants { get; } = [new("no-flush", "returns unflushed", MutationOperator.DropFlush, "count")];
    public AbstractState Empty => new CounterState(0);

    public long PoolBytes(int threadCount, int operationCount) => PoolHeader.Bytes + CacheLine.Bytes;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount)
    {
        Operation[] increments = [.. Enumerable.Repeat(new Operation(0), operationCount)];
        return [new Workload("increments", [], [.. Enumerable.Repeat(increments, threadCount)], [new Operation(1)])];
    }

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => new(index % 8 == 0 ? 1 : 0);

    // Fresh pool memory is zero, and so is the counter.
    public void Create<TPmem>(TPmem pmem, int threadCount) where TPmem : struct, IPmem =>
        PoolHeader.Format(pmem, Name, CacheLine.Bytes, threadCount: 0);

    public void Recover<TPmem>(TPmem pmem) where TPmem : struct, IPmem => PoolHeader.Verify(pmem, Name);

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation) where TPmem : struct, IPmem
    {
        PmemAddress count = PoolHeader.Root(pmem);
        ulong value = pmem.Load<ulong>(count, "count");
        for (bool done = operation.Kind == 1; !done;)
        {
            ulong found = pmem.CompareExchange(count, value, value + 1, "count");
            done = found == value;
            value = done ? value + 1 : found;
        }
        pmem.Persist(count, sizeof(ulong), "count");  // Nothing is returned that a crash could take back.
        return value;
    }

    public AbstractState Observe<TPmem>(TPmem pmem) where TPmem : struct, IPmem => new CounterState(pmem.Load<ulong>(PoolHeader.Root(pmem)));
}

/// <summary>The specification: a number.</summary>
public sealed class CounterState(ulong value) : AbstractState
{
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) =>
        operation.Kind == 0 ? (new CounterState(value + 1), value + 1) : (this, value);

    protected override string Describe() => $"{value}";
}
