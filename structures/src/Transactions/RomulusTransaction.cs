using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A transaction over two copies of the heap: stores change the main copy, and the back copy follows after commit.</summary>
/// <remarks>
/// Correia, Felber, Ramalhete, SPAA 2018, RomulusLog: state MUTATING, stores in main, state COPYING is the commit, the modified words are
/// copied to back; the list of modified words is volatile. Four fences. The last state, IDLE, is not flushed: the next transaction begins
/// with another one.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="layout">Where the parts lie.</param>
internal sealed class RomulusTransaction<TPmem>(TPmem pmem, TransactionLayout layout) : ITransaction
    where TPmem : struct, IPmem
{
    private readonly SortedSet<long> _modified = [];

    /// <inheritdoc/>
    public ulong Load(long offset) => pmem.Load<ulong>(layout.Heap(0) + offset);

    /// <inheritdoc/>
    public void Snapshot(long offset, long lengthBytes, string label, string file, int line, string member)
    {
    }

    /// <inheritdoc/>
    public void Store(long offset, ulong value, string label, string file, int line, string member)
    {
        if (_modified.Count == 0)
        {
            pmem.Store(TransactionLayout.State, RomulusTechnique.Mutating, "begin");
            pmem.Persist(TransactionLayout.State, sizeof(ulong), "begin");
        }
        _modified.Add(offset);
        pmem.Store(layout.Heap(0) + offset, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (_modified.Count == 0) { return; }
        HeapCopies.FlushLines(pmem, layout.Heap(0), _modified, "main");
        pmem.Fence("main");
        pmem.Store(TransactionLayout.State, RomulusTechnique.Copying, "commit");
        pmem.Persist(TransactionLayout.State, sizeof(ulong), "commit");
        HeapCopies.CopyWords(pmem, layout.Heap(0), layout.Heap(1), _modified, "back");
        HeapCopies.FlushLines(pmem, layout.Heap(1), _modified, "back");
        pmem.Fence("back");
        pmem.Store(TransactionLayout.State, RomulusTechnique.Idle, "idle");
    }
}
