using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Explorer.Tests;

/// <summary>A structure made of lambdas: one word of interest at <see cref="X"/>, and what the test says.</summary>
internal sealed record SmallStructure : IStructure
{
    public static readonly PmemAddress X = new(64);
    public static readonly PmemAddress Y = new(128);
    public static readonly PmemAddress Z = new(192);

    public required Func<IPmem, int, Operation, ulong> OnExecute { get; init; }

    public Action<IPmem> OnCreate { get; init; } = _ => { };

    public Action<IPmem> OnRecover { get; init; } = _ => { };

    public Func<IPmem, AbstractState> OnObserve { get; init; } = pmem => new RegisterState(pmem.Load<ulong>(X));

    public required IReadOnlyList<Workload> Workloads { get; init; }

    public string Name => "small";

    public string Title => "a small structure";

    public string Source => "test";

    public IReadOnlyList<OperationKind> Operations { get; } = [new("write", 1), new("read", 0), new("increment", 0)];

    public IReadOnlyList<Mutant> Mutants => [];

    public AbstractState Empty { get; init; } = new RegisterState(0);

    /// <summary>A workload with one list of operations per thread.</summary>
    public static Workload Threads(params Operation[][] threads) => new("workload", [], threads, []);

    /// <summary>A register that writes with a flush and a fence, on the label <c>write</c>.</summary>
    public static SmallStructure DurableRegister(params Operation[][] threads) => new()
    {
        Workloads = [Threads(threads)],
        OnExecute = (pmem, _, operation) => RegisterOperation(pmem, operation, isDurable: true),
    };

    /// <summary>A register whose writes are never flushed.</summary>
    public static SmallStructure VolatileRegister(params Operation[][] threads) => new()
    {
        Workloads = [Threads(threads)],
        OnExecute = (pmem, _, operation) => RegisterOperation(pmem, operation, isDurable: false),
    };

    public long PoolBytes(int threadCount, int operationCount) => 512;

    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) => Workloads;

    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => RegisterState.Write((ulong)index);

    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => OnCreate(pmem);

    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => OnRecover(pmem);

    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem => OnExecute(pmem, thread, operation);

    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => OnObserve(pmem);

    private static ulong RegisterOperation(IPmem pmem, Operation operation, bool isDurable)
    {
        if (operation.Kind == 1) { return pmem.Load<ulong>(X, "read"); }
        ulong value = operation.Kind == 0 ? operation.Key : pmem.Load<ulong>(X, "increment") + 1;
        pmem.Store(X, value, "write");
        if (isDurable)
        {
            pmem.Flush(X, 8, "write");
            pmem.Fence("write");
        }
        return operation.Kind == 0 ? 0 : value;
    }
}
