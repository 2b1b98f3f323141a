using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A transaction over two heaps of which one word names the consistent one: it changes the other, and then the word.</summary>
/// <remarks>
/// The two-fence variant in the authors' repository of transactional memories. After the commit the modified words are copied to the heap
/// that was consistent before and flushed without a fence: that heap is the next transaction's to change, and its first fence completes them,
/// if the same thread runs it. A fence completes no other thread's flushes, so the lock is given back by a locked instruction: with a plain
/// store two threads lose words, as exploration shows.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="layout">Where the parts lie.</param>
internal sealed class Romulus2Transaction<TPmem>(TPmem pmem, TransactionLayout layout) : ITransaction
    where TPmem : struct, IPmem
{
    private readonly SortedSet<long> _modified = [];
    private readonly int _consistent = (int)pmem.Load<ulong>(TransactionLayout.State);

    private PmemAddress Consistent => layout.Heap(_consistent);

    private PmemAddress Other => layout.Heap(1 - _consistent);

    /// <inheritdoc/>
    public ulong Load(long offset) => pmem.Load<ulong>(Other + offset);

    /// <inheritdoc/>
    public void Snapshot(long offset, long lengthBytes, string label, string file, int line, string member)
    {
    }

    /// <inheritdoc/>
    public void Store(long offset, ulong value, string label, string file, int line, string member)
    {
        _modified.Add(offset);
        pmem.Store(Other + offset, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_modified.Count == 0) { return; }
        HeapCopies.FlushLines(pmem, Other, _modified, "changed");
        pmem.Fence("changed");
        pmem.Store(TransactionLayout.State, 1UL - (ulong)_consistent, "commit");
        pmem.Persist(TransactionLayout.State, sizeof(ulong), "commit");
        HeapCopies.CopyWords(pmem, Other, Consistent, _modified, "follow");
        HeapCopies.FlushLines(pmem, Consistent, _modified, "follow");
    }
}
