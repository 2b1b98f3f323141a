namespace Sim.CacheModel;

/// <summary>What waits in a store buffer.</summary>
public enum EntryKind : byte
{
    /// <summary>A store: becomes visible when it drains.</summary>
    Store,

    /// <summary>A non-temporal store: visible and persistent when it drains.</summary>
    NonTemporal,

    /// <summary>clwb or clflushopt: covers the line's visible stores when it drains, completed by the thread's next fence.</summary>
    FlushOptimized,

    /// <summary>clflush: persists the line's visible stores when it drains.</summary>
    Flush,

    /// <summary>sfence: completes the thread's flushes when it drains.</summary>
    StoreFence,

    /// <summary>Arm: a store-release. It waits for all earlier stores.</summary>
    ReleaseStore,
}

/// <summary>An entry of a store buffer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The cache line it concerns; 0 for a fence.</param>
/// <param name="OffsetBytes">Offset of the stored bytes in the line.</param>
/// <param name="SizeBytes">How many bytes are stored.</param>
/// <param name="Value">The stored bytes, little-endian.</param>
/// <param name="JoinsPrevious">Whether this is a further word of the wide store before it, in no order with it.</param>
/// <param name="BeginsGroup">Reordering compilers: whether a flush, fence or locked instruction stands between the plain stores before and this one.</param>
/// <param name="Releases">Reordering compilers: whether this store stays behind all stores before it.</param>
public readonly record struct BufferEntry(
    EntryKind Kind, CacheLine Line, byte OffsetBytes = 0, byte SizeBytes = 0, UInt128 Value = default, bool JoinsPrevious = false,
    bool BeginsGroup = false, bool Releases = false)
{
    /// <summary>Whether the entry stores something.</summary>
    public bool Stores => Kind is EntryKind.Store or EntryKind.NonTemporal or EntryKind.ReleaseStore;
}
