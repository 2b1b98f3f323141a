using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A transaction with a redo log: stores wait in ordinary memory, and go in place after the log of them is durable.</summary>
/// <remarks>
/// libpmemobj's redo <c>ulog</c>, with which it publishes allocations: entries {offset, value} and their checksum are written and flushed
/// together under one fence; then the words are written in place; then the log is cleared: three fences. A single word needs no log, one.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="layout">Where the parts lie.</param>
/// <param name="thread">The thread, whose lane is used.</param>
internal sealed class RedoTransaction<TPmem>(TPmem pmem, TransactionLayout layout, int thread) : ITransaction
    where TPmem : struct, IPmem
{
    private readonly List<ulong> _log = [];
    private readonly PmemAddress _lane = TransactionLayout.Lane(thread);

    /// <inheritdoc/>
    public ulong Load(long offset)
    {
        int index = IndexOf(offset);
        return index < 0 ? pmem.Load<ulong>(layout.Heap(0) + offset) : _log[index + 1];
    }

    /// <inheritdoc/>
    public void Snapshot(long offset, long lengthBytes, string label, string file, int line, string member)
    {
    }

    /// <inheritdoc/>
    public void Store(long offset, ulong value, string label, string file, int line, string member)
    {
        int index = IndexOf(offset);
        if (index >= 0) { _log[index + 1] = value; } else { _log.AddRange([(ulong)offset, value]); }
    }

    /// <inheritdoc/>
    public void Commit()
    {
        switch (_log.Count / RedoLog.EntryWords)
        {
            case 0: return;
            case 1:
                Apply();
                return;
            default:
                Write();
                Apply();
                RedoLog.Clear(pmem, _lane, "clear");
                return;
        }
    }

    private int IndexOf(long offset)
    {
        for (int index = 0; index < _log.Count; index += RedoLog.EntryWords)
        {
            if (_log[index] == (ulong)offset) { return index; }
        }
        return -1;
    }

    private void Write()
    {
        long lengthBytes = CacheLine.Bytes + (_log.Count * PersistWord.Bytes);
        if (lengthBytes > TransactionLayout.LaneBytes) { throw new PoolFullException(lengthBytes, TransactionLayout.LaneBytes); }
        for (int index = 0; index < _log.Count; index++) { pmem.Store(RedoLog.Word(_lane, index), _log[index], "redo"); }
        pmem.Store(RedoLog.Count(_lane), (ulong)_log.Count, "redo");
        pmem.Store(RedoLog.Checksum(_lane), LogChecksum.Of([.. _log], (ulong)_log.Count), "redo");
        pmem.Persist(_lane, lengthBytes, "redo");
    }

    private void Apply()
    {
        SortedSet<int> lines = [];
        for (int index = 0; index < _log.Count; index += RedoLog.EntryWords)
        {
            PmemAddress address = layout.Heap(0) + (long)_log[index];
            pmem.Store(address, _log[index + 1], "apply");
            lines.Add(address.Line.Index);
        }
        foreach (int number in lines) { pmem.Flush(new CacheLine(number).Start, CacheLine.Bytes, "apply"); }
        pmem.Fence("apply");
    }
}
