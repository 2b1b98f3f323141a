namespace Sim.CacheModel;

/// <summary>All store buffers that occur, each with one number; says which of their entries may drain.</summary>
/// <remarks>
/// Buffer 0 is empty. The rules are those of the synchronous Px86 machine (Khyzha and Lahav, POPL 2021; the ordering table
/// of Raad et al., POPL 2020, figure 3; non-temporal stores after Raad et al., POPL 2022): an entry drains when no earlier
/// entry blocks it.
/// </remarks>
/// <param name="blocks">Whether an earlier entry keeps a later one from draining; <see cref="Blocks"/> for x86.</param>
/// <param name="growth">Says whether entries and buffers may be added; null for always.</param>
/// <param name="reordersStores">Whether plain stores pass one another inside a group; see <see cref="TsoModel.ReordersStores"/>.</param>
public sealed class StoreBuffers(Func<BufferEntry, BufferEntry, bool> blocks, GrowthLock? growth = null, bool reordersStores = false)
{
    /// <summary>Entries a buffer can hold: the store buffer of Intel's Cascade Lake cores.</summary>
    public const int Capacity = 56;

    private readonly GrowthLock _growth = growth ?? new GrowthLock();
    private readonly Dictionary<BufferEntry, int> _entryIds = [];
    private readonly SequenceTable _buffers = new(growth);
    private readonly PairMap _pushed = new(growth);
    private readonly PairMap _removed = new(growth);
    private BufferEntry[] _entries = new BufferEntry[64];
    private BufferFacts[] _facts = [new BufferFacts(0, -1, false)];
    private int _factCount = 1;

    /// <summary>The number of an entry.</summary>
    /// <exception cref="TableLockedException">The entry is new, and none may be added now.</exception>
    public int InternEntry(BufferEntry entry)
    {
        if (!_entryIds.TryGetValue(entry, out int id))
        {
            _growth.Demand();
            id = _entryIds.Count;
            if (id == _entries.Length) { Array.Resize(ref _entries, 2 * id); }
            _entries[id] = entry;
            _entryIds.Add(entry, id);
        }
        return id;
    }

    /// <summary>The entry with a number.</summary>
    public BufferEntry Entry(int entryId) => _entries[entryId];

    /// <summary>The same without a copy; valid until the next entry is added.</summary>
    public ref readonly BufferEntry EntryAt(int entryId) => ref _entries[entryId];

    /// <summary>The entries of a buffer, oldest first, by number.</summary>
    public ReadOnlySpan<int> this[int buffer] => _buffers[buffer];

    /// <summary>The buffer with an entry added at its end.</summary>
    public int Push(int buffer, int entryId) =>
        _pushed.TryGet(buffer, entryId, out int pushed) ? pushed : _pushed.Add(buffer, entryId, MakePushed(buffer, entryId));

    /// <summary>The buffer without the entry at an index.</summary>
    public int Remove(int buffer, int index) =>
        _removed.TryGet(buffer, index, out int rest) ? rest : _removed.Add(buffer, index, MakeRemoved(buffer, index));

    /// <summary>
    /// The stores and clflushes that may drain now, as a bit mask over indexes: when they drain is the scheduler's choice.
    /// A clflush cannot drain at once instead: a later non-temporal store to another line may overtake it.
    /// </summary>
    public ulong Drainable(int buffer) => _facts[buffer].Drainable;

    /// <summary>
    /// The index of the oldest clwb, clflushopt or sfence that may drain now, or -1. It drains at once: a clwb that drains
    /// early covers less, so no crash state is lost, and nothing overtakes an sfence, so that when it is issued is choice enough.
    /// </summary>
    public int ForcedIndex(int buffer) => _facts[buffer].ForcedIndex;

    /// <summary>Whether an sfence waits in a buffer.</summary>
    public bool HasFence(int buffer) => _facts[buffer].HasFence;

    /// <summary>The newest value that the thread's own buffer gives to the bytes of a load.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="line">The line loaded from.</param>
    /// <param name="offsetBytes">Offset in the line.</param>
    /// <param name="sizeBytes">At most 8.</param>
    /// <param name="memory">The visible value.</param>
    public ulong Forward(int buffer, CacheLine line, int offsetBytes, int sizeBytes, ulong memory)
    {
        foreach (int entryId in _buffers[buffer])
        {
            ref readonly BufferEntry entry = ref _entries[entryId];
            if (entry.Line != line || !entry.Stores) { continue; }
            for (int i = 0; i < entry.SizeBytes; i++)
            {
                int at = entry.OffsetBytes + i - offsetBytes;
                if ((uint)at < (uint)sizeBytes)
                {
                    ulong value = (ulong)(entry.Value >> (8 * i)) & 0xFF;
                    memory = (memory & ~(0xFFUL << (8 * at))) | (value << (8 * at));
                }
            }
        }
        return memory;
    }

    /// <summary>Whether an earlier entry keeps a later one from draining.</summary>
    /// <param name="earlier">The earlier entry.</param>
    /// <param name="later">The later entry.</param>
    public static bool Blocks(BufferEntry earlier, BufferEntry later)
    {
        bool sameLine = earlier.Line == later.Line;
        if (earlier.Kind == EntryKind.StoreFence) { return true; }
        return later.Kind switch
        {
            EntryKind.Store => earlier.Kind is EntryKind.Store or EntryKind.Flush
                || (earlier.Kind == EntryKind.NonTemporal && sameLine),
            EntryKind.NonTemporal => sameLine && earlier.Kind != EntryKind.FlushOptimized,
            EntryKind.FlushOptimized => sameLine && earlier.Kind != EntryKind.FlushOptimized,
            EntryKind.Flush => earlier.Kind is EntryKind.Store or EntryKind.Flush || sameLine,
            _ => true,
        };
    }

    /// <summary>Whether a store keeps its place behind an earlier one of its group.</summary>
    public static bool IsOrderedInGroup(BufferEntry earlier, BufferEntry later) => later.Releases
        || (earlier.Line == later.Line && earlier.OffsetBytes < later.OffsetBytes + later.SizeBytes
            && later.OffsetBytes < earlier.OffsetBytes + earlier.SizeBytes);

    /// <summary>The plain stores of the group of one of them that nothing outside the group keeps from draining, as a bit mask over indexes.</summary>
    public ulong DrainableGroup(int buffer, int index)
    {
        ReadOnlySpan<int> entries = _buffers[buffer];
        ulong group = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            if (_entries[entries[i]].Kind == EntryKind.Store && IsOneGroup(entries, Math.Min(i, index), Math.Max(i, index))) { group |= 1UL << i; }
        }
        // Entries come in order, so that whoever is blocked by a store that has left the group is met after it.
        for (int later = 0; later < entries.Length; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                if ((group & (1UL << earlier)) == 0 && IsBlocked(entries, earlier, later)) { group &= ~(1UL << later); }
            }
        }
        return group;
    }

    /// <summary>Whether a plain store waits in a buffer.</summary>
    public bool HasPlainStore(int buffer)
    {
        foreach (int entryId in _buffers[buffer])
        {
            if (_entries[entryId].Kind == EntryKind.Store) { return true; }
        }
        return false;
    }

    private int MakePushed(int buffer, int entryId)
    {
        ReadOnlySpan<int> old = _buffers[buffer];
        Invariant.Holds(old.Length < Capacity, "a thread whose store buffer is full waits");
        Span<int> entries = stackalloc int[old.Length + 1];
        old.CopyTo(entries);
        entries[^1] = entryId;
        return InternBuffer(entries);
    }

    private int MakeRemoved(int buffer, int index)
    {
        ReadOnlySpan<int> old = _buffers[buffer];
        Span<int> entries = stackalloc int[old.Length - 1];
        old[..index].CopyTo(entries);
        old[(index + 1)..].CopyTo(entries[index..]);
        // The rest of a wide store no longer joins anything that drained before it.
        if (index < entries.Length && _entries[entries[index]].JoinsPrevious && !_entries[old[index]].JoinsPrevious)
        {
            entries[index] = InternEntry(_entries[entries[index]] with { JoinsPrevious = false });
        }
        return InternBuffer(entries);
    }

    private int InternBuffer(ReadOnlySpan<int> entries)
    {
        int id = _buffers.Intern(entries);
        if (id < _factCount) { return id; }
        if (id == _facts.Length) { Array.Resize(ref _facts, 2 * id); }
        _facts[id] = FindFacts(entries);
        _factCount = _buffers.Count;
        return id;
    }

    private BufferFacts FindFacts(ReadOnlySpan<int> entries)
    {
        ulong drainable = 0;
        int forced = -1;
        bool hasFence = false;
        for (int later = 0; later < entries.Length; later++)
        {
            hasFence |= _entries[entries[later]].Kind == EntryKind.StoreFence;
            bool blocked = false;
            int wideStart = WideStart(entries, later);
            for (int earlier = 0; earlier < wideStart && !blocked; earlier++)
            {
                blocked = IsBlocked(entries, earlier, later);
            }
            if (blocked) { continue; }
            if (_entries[entries[later]].Kind is not (EntryKind.FlushOptimized or EntryKind.StoreFence)) { drainable |= 1UL << later; }
            else if (forced < 0) { forced = later; }
        }
        return new BufferFacts(drainable, forced, hasFence);
    }

    private bool IsBlocked(ReadOnlySpan<int> entries, int earlier, int later)
    {
        BufferEntry before = _entries[entries[earlier]];
        BufferEntry after = _entries[entries[later]];
        if (!reordersStores || before.Kind != EntryKind.Store || after.Kind != EntryKind.Store) { return blocks(before, after); }
        return !IsOneGroup(entries, earlier, later) || IsOrderedInGroup(before, after);
    }

    private bool IsOneGroup(ReadOnlySpan<int> entries, int earlier, int later)
    {
        for (int i = earlier + 1; i <= later; i++)
        {
            if (_entries[entries[i]].BeginsGroup) { return false; }
        }
        return true;
    }

    // The words of one wide store do not order each other.
    private int WideStart(ReadOnlySpan<int> entries, int index)
    {
        while (index > 0 && _entries[entries[index]].JoinsPrevious) { index--; }
        return index;
    }

    /// <summary>What is asked about a buffer in every step.</summary>
    private readonly record struct BufferFacts(ulong Drainable, int ForcedIndex, bool HasFence);
}
