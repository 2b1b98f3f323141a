namespace Sim.CacheModel;

/// <summary>All store buffers that occur, each with one number; says which of their entries may drain.</summary>
/// <remarks>
/// Buffer 0 is empty. The rules are those of the synchronous Px86 machine (Khyzha and Lahav, POPL 2021; the ordering table
/// of Raad et al., POPL 2020, figure 3; non-temporal stores after Raad et al., POPL 2022): an entry drains when no earlier
/// entry blocks it.
/// </remarks>
public sealed class StoreBuffers
{
    /// <summary>Entries a buffer can hold: the store buffer of Intel's Cascade Lake cores.</summary>
    public const int Capacity = 56;

    private readonly List<BufferEntry> _entries = [];
    private readonly Dictionary<BufferEntry, int> _entryIds = [];
    private readonly SequenceTable _buffers = new();
    private readonly PairMap _pushed = new();
    private readonly PairMap _removed = new();
    private readonly List<ulong> _drainable = [0];
    private readonly List<int> _forced = [-1];

    /// <summary>The number of an entry.</summary>
    public int InternEntry(BufferEntry entry)
    {
        if (!_entryIds.TryGetValue(entry, out int id))
        {
            id = _entries.Count;
            _entries.Add(entry);
            _entryIds.Add(entry, id);
        }
        return id;
    }

    /// <summary>The entry with a number.</summary>
    public BufferEntry Entry(int entryId) => _entries[entryId];

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
    public ulong Drainable(int buffer) => _drainable[buffer];

    /// <summary>
    /// The index of the oldest clwb, clflushopt or sfence that may drain now, or -1. It drains at once: a clwb that drains
    /// early covers less, so no crash state is lost, and nothing overtakes an sfence, so that when it is issued is choice enough.
    /// </summary>
    public int ForcedIndex(int buffer) => _forced[buffer];

    /// <summary>Whether an sfence waits in a buffer.</summary>
    public bool HasFence(int buffer)
    {
        foreach (int entryId in _buffers[buffer])
        {
            if (_entries[entryId].Kind == EntryKind.StoreFence) { return true; }
        }
        return false;
    }

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
            BufferEntry entry = _entries[entryId];
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
        if (id == _drainable.Count)
        {
            (ulong drainable, int forced) = FindDrainable(entries);
            _drainable.Add(drainable);
            _forced.Add(forced);
        }
        return id;
    }

    private (ulong Drainable, int Forced) FindDrainable(ReadOnlySpan<int> entries)
    {
        ulong drainable = 0;
        int forced = -1;
        for (int later = 0; later < entries.Length; later++)
        {
            bool blocked = false;
            int wideStart = WideStart(entries, later);
            for (int earlier = 0; earlier < wideStart && !blocked; earlier++)
            {
                blocked = Blocks(_entries[entries[earlier]], _entries[entries[later]]);
            }
            if (blocked) { continue; }
            if (_entries[entries[later]].Kind is not (EntryKind.FlushOptimized or EntryKind.StoreFence)) { drainable |= 1UL << later; }
            else if (forced < 0) { forced = later; }
        }
        return (drainable, forced);
    }

    // The words of one wide store do not order each other.
    private int WideStart(ReadOnlySpan<int> entries, int index)
    {
        while (index > 0 && _entries[entries[index]].JoinsPrevious) { index--; }
        return index;
    }
}
