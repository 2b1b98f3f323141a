using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A vector of which two elements change places in one transaction: the smallest thing that can tear.</summary>
/// <param name="length">Elements, each in a line of its own; the first holds 1, the next 2, and so on.</param>
internal sealed class VectorContainer(int length) : IContainer
{
    /// <inheritdoc/>
    public string Name => "vector";

    /// <inheritdoc/>
    public string Title => "a vector with swaps";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations { get; } = [new("swap", 2), new("read", 1)];

    /// <inheritdoc/>
    public AbstractState Empty => VectorState.Ascending(length);

    /// <inheritdoc/>
    public long HeapBytes(int operationCount) => length * (long)CacheLine.Bytes;

    /// <inheritdoc/>
    public ulong Initial(long offset) => offset % CacheLine.Bytes == 0 ? 1 + ((ulong)offset / CacheLine.Bytes) : 0;

    /// <inheritdoc/>
    public ulong Execute(ITransaction transaction, Operation operation)
    {
        long first = OffsetOf(operation.Key);
        if (operation.Kind == VectorState.Read) { return transaction.Load(first); }
        long second = OffsetOf(operation.Value);
        ulong value = transaction.Load(first);
        transaction.Snapshot(first, PersistWord.Bytes, "snapshot first");
        transaction.Store(first, transaction.Load(second), "first");
        transaction.Snapshot(second, PersistWord.Bytes, "snapshot second");
        transaction.Store(second, value, "second");
        return 0;
    }

    /// <inheritdoc/>
    public AbstractState Observe(Func<long, ulong> load) =>
        new VectorState([.. Enumerable.Range(0, length).Select(index => load(index * (long)CacheLine.Bytes))]);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> Workloads(int threadCount, int operationCount, int keyCount)
    {
        Operation[] probe = [Swap(0, 2), new(VectorState.Read, 2)];
        Workload Make(string name, Func<int, int, Operation> operation) =>
            ContainerWorkloads.Make(name, threadCount, operationCount, [], operation, probe);
        return
        [
            Make("swap", (thread, index) => Swap((ulong)((thread + index) % length), (ulong)((thread + index + 1) % length))),
            Make("swap-read", (thread, index) => thread % 2 == 0 ? Swap(0, 1) : new(VectorState.Read, (ulong)index % 2)),
            Make("swap-same", (_, _) => Swap(0, 1)),
        ];
    }

    /// <inheritdoc/>
    public Operation Timed(int thread, int index, int keyCount, ulong seed)
    {
        ulong random = SplitMix64.At(seed, thread, index);
        ulong count = (ulong)(keyCount == 0 ? length : Math.Min(keyCount, length));
        return Swap(random % count, (random >> 32) % count);
    }

    private static Operation Swap(ulong first, ulong second) => new(VectorState.Swap, first, second);

    private static long OffsetOf(ulong index) => (long)index * CacheLine.Bytes;
}
