using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A queue as a linked list whose head, tail and entries change in one transaction.</summary>
/// <remarks>Heap: head, tail, head of the free list, entries used so far; one line further the entries {value, next}.</remarks>
internal sealed class QueueContainer : IContainer
{
    private const long HeadOffset = 0;
    private const long TailOffset = 8;
    private const long FreeOffset = 16;
    private const long UsedOffset = 24;
    private const long HeaderBytes = 32;
    private const long EntriesOffset = CacheLine.Bytes;
    private const long EntryBytes = 16;
    private const long NextOffset = 8;
    private const int EntriesInLine = CacheLine.Bytes / (int)EntryBytes;

    /// <inheritdoc/>
    public string Name => "queue";

    /// <inheritdoc/>
    public string Title => "a linked queue";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations { get; } = [new("enqueue", 1), new("dequeue", 0)];

    /// <inheritdoc/>
    public AbstractState Empty => FifoState.Empty;

    /// <inheritdoc/>
    public long HeapBytes(int operationCount) => (EntriesOffset + (EntryBytes * operationCount) + CacheLine.Bytes - 1) & -CacheLine.Bytes;

    /// <inheritdoc/>
    public ulong Initial(long offset) => 0;

    /// <inheritdoc/>
    public ulong Execute(ITransaction transaction, Operation operation) =>
        operation.Kind == QueueState.Enqueue ? Enqueue(transaction, operation.Key) : Dequeue(transaction);

    /// <inheritdoc/>
    public AbstractState Observe(Func<long, ulong> load)
    {
        List<ulong> items = [];
        ulong last = 0;
        for (ulong entry = load(HeadOffset); entry != 0; entry = load((long)entry + NextOffset))
        {
            items.Add(load((long)entry));
            last = entry;
        }
        return new FifoState([.. items], last == load(TailOffset) ? "" : "the tail is not the last entry");
    }

    /// <inheritdoc/>
    public IReadOnlyList<Workload> Workloads(int threadCount, int operationCount, int keyCount) =>
    [
        .. QueueWorkloads.ForExploration(threadCount, operationCount, keyCount),
        // Entries in a second line: a transaction leaves lines alone that the one before has changed.
        ContainerWorkloads.Make("enqueue-on", threadCount, operationCount, [.. Enumerable.Range(1, EntriesInLine).Select(Enqueue)],
            (thread, index) => Enqueue((10 * (thread + 1)) + index), [Enqueue(99), new(QueueState.Dequeue)]),
    ];

    /// <inheritdoc/>
    public Operation Timed(int thread, int index, int keyCount, ulong seed) => QueueWorkloads.Timed(thread, index, keyCount, seed);

    private static Operation Enqueue(int value) => new(QueueState.Enqueue, (ulong)value);

    private static ulong Enqueue(ITransaction transaction, ulong value)
    {
        transaction.Snapshot(HeadOffset, HeaderBytes, "snapshot header");
        long entry = Allocate(transaction);
        transaction.Snapshot(entry, EntryBytes, "snapshot entry");
        transaction.Store(entry, value, "entry");
        transaction.Store(entry + NextOffset, 0, "entry");
        long tail = (long)transaction.Load(TailOffset);
        if (tail == 0)
        {
            transaction.Store(HeadOffset, (ulong)entry, "head");
        }
        else
        {
            transaction.Snapshot(tail + NextOffset, PersistWord.Bytes, "snapshot link");
            transaction.Store(tail + NextOffset, (ulong)entry, "link");
        }
        transaction.Store(TailOffset, (ulong)entry, "tail");
        return 0;
    }

    private static ulong Dequeue(ITransaction transaction)
    {
        long entry = (long)transaction.Load(HeadOffset);
        if (entry == 0) { return 0; }
        transaction.Snapshot(HeadOffset, HeaderBytes, "snapshot header");
        ulong next = transaction.Load(entry + NextOffset);
        transaction.Store(HeadOffset, next, "head");
        if (next == 0) { transaction.Store(TailOffset, 0, "tail"); }
        transaction.Snapshot(entry + NextOffset, PersistWord.Bytes, "snapshot free");
        transaction.Store(entry + NextOffset, transaction.Load(FreeOffset), "free");
        transaction.Store(FreeOffset, (ulong)entry, "free");
        return transaction.Load(entry);
    }

    private static long Allocate(ITransaction transaction)
    {
        long entry = (long)transaction.Load(FreeOffset);
        if (entry != 0)
        {
            transaction.Store(FreeOffset, transaction.Load(entry + NextOffset), "allocate entry");
            return entry;
        }
        ulong used = transaction.Load(UsedOffset);
        transaction.Store(UsedOffset, used + 1, "allocate entry");
        return EntriesOffset + ((long)used * EntryBytes);
    }
}
