using System.Numerics;

namespace Sim.CacheModel;

/// <summary>Memory after a crash, as far as it is decided, and the store buffer of the recovery that runs on it.</summary>
/// <remarks>
/// Recovery runs alone, so its plain stores can drain at once: that only adds candidates. What makes memory persistent when
/// it drains (non-temporal stores, clflush, every store where caches survive) stays in the buffer until a fence, because a
/// crash may come before it drains. Changes can be undone back to a mark.
/// </remarks>
/// <param name="rules">The rules, with the shared tables.</param>
internal sealed class BufferedMemory(BufferedRules rules) : UndecidedMemory
{
    private const int BufferSlot = -1;
    private const int OrderedSlot = -2;
    private readonly UndecidedUnits _undecided = rules.Undecided;
    private readonly PersistUnits _units = rules.Units;
    private readonly List<(int Slot, int Before)> _trail = [];
    private int[] _sets = new int[64];
    private int _buffer;
    private int _isOrdered;

    /// <inheritdoc/>
    public override int Mark => _trail.Count;

    /// <inheritdoc/>
    public override bool HasBuffered => _buffer != 0;

    /// <inheritdoc/>
    public override IEnumerable<(PmemAddress Address, int SizeBytes, ulong Value)> BufferedStores =>
        rules.Buffers[_buffer].ToArray().Select(rules.Buffers.Entry).Where(entry => entry.Stores)
            .Select(entry => (entry.Line.Start + entry.OffsetBytes, (int)entry.SizeBytes, (ulong)entry.Value));

    /// <inheritdoc/>
    public override void Start(CrashImages? images)
    {
        _trail.Clear();
        _buffer = 0;
        _isOrdered = 0;
        Array.Clear(_sets);
        if (images is null) { return; }
        ReadOnlySpan<int> crashSets = ((BufferedCrashImages)images).CrashSets;
        EnsureSlots(crashSets.Length);
        for (int slot = 0; slot < crashSets.Length; slot++) { _sets[slot] = _undecided.FromCrashSet(crashSets[slot]); }
    }

    /// <inheritdoc/>
    public override void Undo(int mark)
    {
        while (_trail.Count > mark)
        {
            (int slot, int before) = _trail[^1];
            if (slot == BufferSlot) { _buffer = before; }
            else if (slot == OrderedSlot) { _isOrdered = before; }
            else { _sets[slot] = before; }
            _trail.RemoveAt(_trail.Count - 1);
        }
    }

    /// <inheritdoc/>
    public override CrashImages Images() =>
        new BufferedCrashImages(rules, [.. Enumerable.Range(0, _units.SlotCount).Select(slot => _undecided.CrashSetOf(Set(slot)))]);

    /// <inheritdoc/>
    public override IReadOnlyList<int> UnitStates() =>
        [.. Enumerable.Range(0, _units.SlotCount).Select(slot => rules.UnitOf(_undecided.Merge(Set(slot))))];

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Contents(int slot) =>
        [.. _undecided.Members(Set(slot)).ToArray().Select(state => rules.States.Contents[rules.States.Visible(state)].ToArray())];

    /// <inheritdoc/>
    public override void Decide(int slot, int set) => Change(slot, set);

    /// <inheritdoc/>
    public override ValueGroup[] Read(CacheLine line, int offsetBytes, int sizeBytes, out int slot)
    {
        slot = _units.FindSlot(line, offsetBytes);
        if (_buffer == 0)
        {
            return slot < 0 ? [default] : _undecided.Split(Set(slot), _units.OffsetInUnit(offsetBytes), sizeBytes);
        }
        ulong all = sizeBytes == PersistWord.Bytes ? ulong.MaxValue : (1UL << (8 * sizeBytes)) - 1;
        ulong fromZeros = rules.Buffers.Forward(_buffer, line, offsetBytes, sizeBytes, 0);
        if (fromZeros == rules.Buffers.Forward(_buffer, line, offsetBytes, sizeBytes, all))
        {
            slot = -1;
            return [new ValueGroup(fromZeros, 0)];
        }
        if (slot < 0) { return [new ValueGroup(fromZeros, 0)]; }
        int buffer = _buffer;
        return [.. _undecided.Split(Set(slot), _units.OffsetInUnit(offsetBytes), sizeBytes).Select(group =>
            group with { Value = rules.Buffers.Forward(buffer, line, offsetBytes, sizeBytes, group.Value) })];
    }

    /// <summary>A locked instruction starts with an empty buffer.</summary>
    public override void BeforeRead(in MemoryInstruction instruction)
    {
        if (!rules.DrainsBefore(instruction)) { return; }
        DrainWithCrashes();
        if (instruction.Kind == EventKind.CompareExchange && rules.CompletesFlushes(instruction)) { CompletePendingFlushes(); }
    }

    /// <inheritdoc/>
    public override void AfterRead(in MemoryInstruction instruction, UInt128 value)
    {
        if (instruction.Kind != EventKind.CompareExchange || value != instruction.Comparand) { return; }
        if (rules.Model.PersistsWhenVisible) { Crashing?.Invoke(); }
        WriteLocked(instruction.Entry);
        if (instruction.UpperEntry >= 0) { WriteLocked(instruction.UpperEntry); }
    }

    /// <inheritdoc/>
    public override void Execute(in MemoryInstruction instruction)
    {
        if (instruction.Kind == EventKind.Fence)
        {
            DrainWithCrashes(isFence: true);
            if (rules.CompletesFlushes(instruction)) { CompletePendingFlushes(); }
            return;
        }
        // There is always room for both words of a wide store.
        if (rules.Buffers[_buffer].Length >= StoreBuffers.Capacity - 1 && !instruction.ContinuesWideStore) { DrainWithCrashes(); }
        if (rules.ReordersStores)
        {
            ExecuteReordered(instruction);
            return;
        }
        SetBuffer(rules.Issue(_buffer, instruction));
        if (instruction.BeginsWideStore) { return; }
        DrainWhatNothingObserves();
        if (!rules.BuffersStores) { DrainWithCrashes(); }
    }

    /// <inheritdoc/>
    public override void AtEveryDrain(Action visit)
    {
        if (rules.ReordersStores) { DrainWhatNothingObserves(); }
        if (_buffer == 0) { visit(); }
        else { AtEveryDrain(visit, []); }
    }

    /// <inheritdoc/>
    public override void DrainAll()
    {
        while (_buffer != 0) { DrainNext(); }
    }

    /// <summary>
    /// Plain stores wait until the next flush, fence or locked instruction closes their group: only then are all orders known.
    /// </summary>
    private void ExecuteReordered(in MemoryInstruction instruction)
    {
        bool isStore = instruction.Kind == EventKind.Store;
        SetBuffer(rules.Buffers.Push(_buffer, isStore && _isOrdered != 0 ? rules.BeginGroup(instruction.Entry) : instruction.Entry));
        if (instruction.Kind == EventKind.NonTemporalStore) { return; }
        SetOrdered(isStore ? 0 : 1);
        if (!isStore) { DrainWhatNothingObserves(); }
    }

    private void DrainWhatNothingObserves()
    {
        while (true)
        {
            int index = rules.Buffers.ForcedIndex(_buffer);
            if (index < 0) { index = FindPlainStore(); }
            if (index < 0) { return; }
            DrainAtOnce(index);
        }
    }

    private void DrainAtOnce(int index)
    {
        bool isPlain = rules.Buffers.Entry(rules.Buffers[_buffer][index]).Kind == EntryKind.Store;
        if (isPlain && rules.ReordersStores && !rules.Model.PersistsWhenVisible) { DrainGroup(rules.Buffers.DrainableGroup(_buffer, index)); }
        else if (!DrainPair(index)) { Drain(index); }
    }

    /// <summary>
    /// Drains plain stores in every order that their group allows: each unit gets the candidates of all orders of its own stores.
    /// Units are a product, so that the order between stores to different units does not matter to a thread that runs alone.
    /// </summary>
    private void DrainGroup(ulong group)
    {
        int[] entries = [.. rules.Buffers[_buffer].ToArray().Where((_, index) => (group & (1UL << index)) != 0)];
        for (int index = StoreBuffers.Capacity - 1; index >= 0; index--)
        {
            if ((group & (1UL << index)) != 0) { SetBuffer(rules.Buffers.Remove(_buffer, index)); }
        }
        foreach (IGrouping<int, int> unit in entries.GroupBy(SlotOf)) { Change(unit.Key, AppendInEveryOrder(Set(unit.Key), [.. unit])); }
    }

    private int AppendInEveryOrder(int set, int[] entries)
    {
        Dictionary<ulong, int> reached = new() { [0] = set };
        for (int count = 0; count < entries.Length; count++)
        {
            Dictionary<ulong, int> next = [];
            foreach ((ulong done, int states) in reached)
            {
                for (int i = 0; i < entries.Length; i++)
                {
                    if ((done & (1UL << i)) != 0 || IsBehind(entries, i, done)) { continue; }
                    int appended = _undecided.Append(states, entries[i]);
                    ulong key = done | (1UL << i);
                    next[key] = next.TryGetValue(key, out int other) ? _undecided.Union(other, appended) : appended;
                }
            }
            reached = next;
        }
        return reached[(1UL << entries.Length) - 1];
    }

    private bool IsBehind(int[] entries, int index, ulong done)
    {
        for (int earlier = 0; earlier < index; earlier++)
        {
            if ((done & (1UL << earlier)) == 0
                && StoreBuffers.IsOrderedInGroup(rules.Buffers.Entry(entries[earlier]), rules.Buffers.Entry(entries[index]))) { return true; }
        }
        return false;
    }

    private void SetOrdered(int value)
    {
        if (value == _isOrdered) { return; }
        _trail.Add((OrderedSlot, _isOrdered));
        _isOrdered = value;
    }

    private void DrainWithCrashes(bool isFence = false)
    {
        if (rules.ReordersStores) { DrainWhatNothingObserves(); }
        if (_buffer != 0 && Crashing is { } crash) { AtEveryDrain(crash); }
        while (isFence ? rules.FenceWaitsFor(_buffer) : _buffer != 0) { DrainNext(); }
    }

    private void DrainNext()
    {
        int forced = rules.Buffers.ForcedIndex(_buffer);
        int index = forced >= 0 ? forced : BitOperations.TrailingZeroCount(rules.Buffers.Drainable(_buffer));
        DrainAtOnce(index);
    }

    private void CompletePendingFlushes()
    {
        if (!HasPendingFlush()) { return; }
        Crashing?.Invoke();
        CompleteFlushes();
    }

    private int Set(int slot)
    {
        EnsureSlots(slot + 1);
        int set = _sets[slot];
        return set != 0 ? set : _undecided.FromCrashSet(rules.CrashSetOf(rules.InitialUnit(slot, 0)));
    }

    private void WriteLocked(int entryId)
    {
        int slot = SlotOf(entryId);
        int set = _undecided.Append(Set(slot), entryId);
        Change(slot, rules.Model.PersistsWhenVisible ? _undecided.Raise(set) : set);
    }

    private bool HasPendingFlush()
    {
        for (int slot = 0; slot < _units.SlotCount; slot++)
        {
            int set = Set(slot);
            if (_undecided.Complete(set) != set) { return true; }
        }
        return false;
    }

    private void CompleteFlushes()
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
        ulong drainable = rules.Buffers.Drainable(_buffer);
        for (int index = 0; drainable != 0; index++, drainable >>= 1)
        {
            if ((drainable & 1) == 0) { continue; }
            int mark = Mark;
            Drain(index);
            if (rules.ReordersStores) { DrainWhatNothingObserves(); }
            AtEveryDrain(visit, seen);
            Undo(mark);
        }
    }

    private int FindPlainStore()
    {
        if (rules.Model.PersistsWhenVisible) { return -1; }
        ulong drainable = rules.Buffers.Drainable(_buffer);
        for (int index = 0; drainable != 0; index++, drainable >>= 1)
        {
            if ((drainable & 1) != 0 && rules.Buffers.Entry(rules.Buffers[_buffer][index]).Kind is EntryKind.Store or EntryKind.ReleaseStore) { return index; }
        }
        return -1;
    }

    private void Drain(int index)
    {
        int entryId = rules.Buffers[_buffer][index];
        BufferEntry entry = rules.Buffers.Entry(entryId);
        SetBuffer(rules.Buffers.Remove(_buffer, index));
        if (entry.Stores)
        {
            int slot = SlotOf(entryId);
            int set = _undecided.Append(Set(slot), entryId);
            bool persists = rules.Model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
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
        ReadOnlySpan<int> buffer = rules.Buffers[_buffer];
        if (index + 1 >= buffer.Length || !rules.Buffers.Entry(buffer[index + 1]).JoinsPrevious) { return false; }
        (int lower, int upper) = (buffer[index], buffer[index + 1]);
        if (rules.Model.PersistsWhenVisible || rules.Buffers.Entry(lower).Kind != EntryKind.Store) { return false; }
        int slot = SlotOf(lower);
        if (slot != SlotOf(upper)) { return false; }
        int set = Set(slot);
        int lowerFirst = _undecided.Append(_undecided.Append(set, lower), upper);
        int upperFirst = _undecided.Append(_undecided.Append(set, upper), lower);
        SetBuffer(rules.Buffers.Remove(rules.Buffers.Remove(_buffer, index + 1), index));
        Change(slot, _undecided.Union(lowerFirst, upperFirst));
        return true;
    }

    private int SlotOf(int entryId) => _units.FindSlot(rules.Buffers.Entry(entryId).Line, rules.Buffers.Entry(entryId).OffsetBytes);

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
