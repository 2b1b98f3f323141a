using System.Numerics;
using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Memory after a crash, as far as it is decided, and the store buffer of the recovery that runs on it.</summary>
/// <remarks>
/// Recovery runs alone, so its plain stores can drain at once: that only adds candidates. What makes memory persistent when
/// it drains (non-temporal stores, clflush, every store where caches survive) stays in the buffer until a fence, because a
/// crash may come before it drains. Changes can be undone back to a mark.
/// </remarks>
/// <param name="tables">The shared tables.</param>
internal sealed class UndecidedMemory(ExplorationTables tables)
{
    private const int BufferSlot = -1;
    private readonly UndecidedUnits _undecided = tables.Undecided;
    private readonly PersistUnits _units = tables.Units;
    private readonly List<(int Slot, int Before)> _trail = [];
    private int[] _sets = new int[64];
    private int _buffer;

    /// <summary>A mark to undo back to.</summary>
    public int Mark => _trail.Count;

    /// <summary>Whether stores or flushes wait in the buffer.</summary>
    public bool HasBuffered => _buffer != 0;

    /// <summary>Starts from what a crash has left.</summary>
    /// <param name="crashSets">The crash set of each slot.</param>
    public void Start(ReadOnlySpan<int> crashSets)
    {
        _trail.Clear();
        _buffer = 0;
        Array.Clear(_sets);
        EnsureSlots(crashSets.Length);
        for (int slot = 0; slot < crashSets.Length; slot++) { _sets[slot] = _undecided.FromCrashSet(crashSets[slot]); }
    }

    /// <summary>Undoes every change since a mark.</summary>
    public void Undo(int mark)
    {
        while (_trail.Count > mark)
        {
            (int slot, int before) = _trail[^1];
            if (slot == BufferSlot) { _buffer = before; }
            else { _sets[slot] = before; }
            _trail.RemoveAt(_trail.Count - 1);
        }
    }

    /// <summary>The undecided set of a slot.</summary>
    public int Set(int slot)
    {
        EnsureSlots(slot + 1);
        int set = _sets[slot];
        return set != 0 ? set : _undecided.FromCrashSet(tables.States.CrashSetOf(tables.InitialState(slot)));
    }

    /// <summary>What a crash now can leave in each slot.</summary>
    public int[] CrashSets() =>
        [.. Enumerable.Range(0, _units.SlotCount).Select(slot => _undecided.CrashSetOf(Set(slot)))];

    /// <summary>Decides a slot further.</summary>
    public void Decide(int slot, int set) => Change(slot, set);

    /// <summary>The values that at most 8 bytes can have, each with what it decides; a single one where nothing is to decide.</summary>
    /// <param name="line">The line.</param>
    /// <param name="offsetBytes">Offset in the line.</param>
    /// <param name="sizeBytes">At most 8.</param>
    /// <param name="slot">The slot that a value decides, or -1.</param>
    public UndecidedUnits.Group[] Read(CacheLine line, int offsetBytes, int sizeBytes, out int slot)
    {
        slot = _units.FindSlot(line, offsetBytes);
        if (_buffer == 0)
        {
            return slot < 0 ? [default] : _undecided.Split(Set(slot), _units.OffsetInUnit(offsetBytes), sizeBytes);
        }
        ulong all = sizeBytes == PersistWord.Bytes ? ulong.MaxValue : (1UL << (8 * sizeBytes)) - 1;
        ulong fromZeros = tables.Buffers.Forward(_buffer, line, offsetBytes, sizeBytes, 0);
        if (fromZeros == tables.Buffers.Forward(_buffer, line, offsetBytes, sizeBytes, all))
        {
            slot = -1;
            return [new UndecidedUnits.Group(fromZeros, 0)];
        }
        if (slot < 0) { return [new UndecidedUnits.Group(fromZeros, 0)]; }
        int buffer = _buffer;
        return [.. _undecided.Split(Set(slot), _units.OffsetInUnit(offsetBytes), sizeBytes).Select(group =>
            group with { Value = tables.Buffers.Forward(buffer, line, offsetBytes, sizeBytes, group.Value) })];
    }

    /// <summary>Issues a store or a flush, and drains what drains by itself.</summary>
    /// <param name="entryId">The store or flush.</param>
    /// <param name="upperEntryId">The upper word of a 16-byte store, which is in no order with the lower one, or -1.</param>
    public void Issue(int entryId, int upperEntryId)
    {
        SetBuffer(tables.Buffers.Push(_buffer, entryId));
        if (upperEntryId >= 0) { SetBuffer(tables.Buffers.Push(_buffer, upperEntryId)); }
        while (true)
        {
            int index = tables.Buffers.ForcedIndex(_buffer);
            if (index < 0) { index = FindPlainStore(); }
            if (index < 0) { return; }
            if (!DrainPair(index)) { Drain(index); }
        }
    }

    /// <summary>Whether the buffer may have no room for a further store, which can be of two words.</summary>
    public bool IsBufferFull => tables.Buffers[_buffer].Length >= StoreBuffers.Capacity - 1;

    /// <summary>The stores in the buffer, oldest first.</summary>
    public IEnumerable<BufferEntry> BufferedStores =>
        tables.Buffers[_buffer].ToArray().Select(tables.Buffers.Entry).Where(entry => entry.Stores);

    /// <summary>Visits every state that the buffer can be in while it drains, the present one first; ends in the present one.</summary>
    /// <param name="visit">Called in each state.</param>
    public void AtEveryDrain(Action visit) => AtEveryDrain(visit, []);

    /// <summary>Drains everything.</summary>
    public void DrainAll()
    {
        while (_buffer != 0)
        {
            int forced = tables.Buffers.ForcedIndex(_buffer);
            int index = forced >= 0 ? forced : BitOperations.TrailingZeroCount(tables.Buffers.Drainable(_buffer));
            if (!DrainPair(index)) { Drain(index); }
        }
    }

    /// <summary>Performs a locked write; the buffer is empty.</summary>
    public void WriteLocked(int entryId)
    {
        int slot = SlotOf(entryId);
        int set = _undecided.Append(Set(slot), entryId);
        Change(slot, tables.Model.PersistsWhenVisible ? _undecided.Raise(set) : set);
    }

    /// <summary>Whether completing the pending flushes makes anything more persistent.</summary>
    public bool HasPendingFlush()
    {
        for (int slot = 0; slot < _units.SlotCount; slot++)
        {
            int set = Set(slot);
            if (_undecided.Complete(set) != set) { return true; }
        }
        return false;
    }

    /// <summary>Completes the pending flushes.</summary>
    public void CompleteFlushes()
    {
        for (int slot = 0; slot < _units.SlotCount; slot++)
        {
            int set = Set(slot);
            int completed = _undecided.Complete(set);
            if (completed != set) { Change(slot, completed); }
        }
    }

    private void AtEveryDrain(Action visit, HashSet<int> seen)
    {
        if (!seen.Add(_buffer)) { return; }
        visit();
        ulong drainable = tables.Buffers.Drainable(_buffer);
        for (int index = 0; drainable != 0; index++, drainable >>= 1)
        {
            if ((drainable & 1) == 0) { continue; }
            int mark = Mark;
            Drain(index);
            AtEveryDrain(visit, seen);
            Undo(mark);
        }
    }

    private int FindPlainStore()
    {
        if (tables.Model.PersistsWhenVisible) { return -1; }
        ulong drainable = tables.Buffers.Drainable(_buffer);
        for (int index = 0; drainable != 0; index++, drainable >>= 1)
        {
            if ((drainable & 1) != 0 && tables.Buffers.Entry(tables.Buffers[_buffer][index]).Kind == EntryKind.Store) { return index; }
        }
        return -1;
    }

    private void Drain(int index)
    {
        int entryId = tables.Buffers[_buffer][index];
        BufferEntry entry = tables.Buffers.Entry(entryId);
        SetBuffer(tables.Buffers.Remove(_buffer, index));
        if (entry.Stores)
        {
            int slot = SlotOf(entryId);
            int set = _undecided.Append(Set(slot), entryId);
            bool persists = tables.Model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
            Change(slot, persists ? _undecided.Raise(set) : set);
            return;
        }
        for (int unit = 0; unit < _units.UnitsPerLine; unit++)
        {
            int slot = _units.SlotOfUnit(entry.Line, unit);
            if (slot < 0) { continue; }
            Change(slot, entry.Kind == EntryKind.Flush ? _undecided.Raise(Set(slot)) : _undecided.Pend(Set(slot)));
        }
    }

    /// <summary>Drains both words of a 16-byte store to one unit, in either order, where that is what stands at an index.</summary>
    private bool DrainPair(int index)
    {
        ReadOnlySpan<int> buffer = tables.Buffers[_buffer];
        if (index + 1 >= buffer.Length || !tables.Buffers.Entry(buffer[index + 1]).JoinsPrevious) { return false; }
        (int lower, int upper) = (buffer[index], buffer[index + 1]);
        if (tables.Model.PersistsWhenVisible || tables.Buffers.Entry(lower).Kind != EntryKind.Store) { return false; }
        int slot = SlotOf(lower);
        if (slot != SlotOf(upper)) { return false; }
        int set = Set(slot);
        int lowerFirst = _undecided.Append(_undecided.Append(set, lower), upper);
        int upperFirst = _undecided.Append(_undecided.Append(set, upper), lower);
        SetBuffer(tables.Buffers.Remove(tables.Buffers.Remove(_buffer, index + 1), index));
        Change(slot, _undecided.Union(lowerFirst, upperFirst));
        return true;
    }

    private int SlotOf(int entryId) => _units.FindSlot(tables.Buffers.Entry(entryId).Line, tables.Buffers.Entry(entryId).OffsetBytes);

    private void SetBuffer(int buffer)
    {
        _trail.Add((BufferSlot, _buffer));
        _buffer = buffer;
    }

    private void Change(int slot, int set)
    {
        EnsureSlots(slot + 1);
        _trail.Add((slot, _sets[slot]));
        _sets[slot] = set;
    }

    private void EnsureSlots(int count)
    {
        if (count > _sets.Length) { Array.Resize(ref _sets, 2 * count); }
    }
}
