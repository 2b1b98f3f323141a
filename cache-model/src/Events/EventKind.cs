namespace Sim.CacheModel;

/// <summary>What a thread does to memory in one step.</summary>
public enum EventKind : byte
{
    /// <summary>A load of at most 8 bytes inside one persist word.</summary>
    Load,

    /// <summary>A store inside one persist word.</summary>
    Store,

    /// <summary>A store that bypasses the caches, inside one persist word.</summary>
    NonTemporalStore,

    /// <summary>A locked compare-exchange of at most 16 aligned bytes; it fences also when the comparison fails.</summary>
    CompareExchange,

    /// <summary>A write-back of one cache line; see <see cref="FlushKind"/>.</summary>
    Flush,

    /// <summary>A fence; see <see cref="FenceKind"/>.</summary>
    Fence,

    /// <summary>A wait until the value at an address satisfies a condition; then a load of it.</summary>
    SpinUntil,

    /// <summary>A marker for checkers and reports; it has no effect on memory.</summary>
    Mark,
}
