namespace Sim.CacheModel;

/// <summary>What a simulated thread spent a cycle on; every cycle of its clock has exactly one cause.</summary>
public enum StallCause : byte
{
    /// <summary>Issuing loads, stores, fences and locked instructions that wait for nothing.</summary>
    Issue,

    /// <summary>A load answered by the L1 cache or forwarded from the store buffer.</summary>
    L1Hit,

    /// <summary>An access answered by the L2 cache.</summary>
    L2Hit,

    /// <summary>An access answered by the last-level cache.</summary>
    LlcHit,

    /// <summary>An access answered by memory.</summary>
    MemoryRead,

    /// <summary>A load of a line that an earlier store or load has already asked for.</summary>
    FillInFlight,

    /// <summary>All fill buffers are busy with misses or with lines of non-temporal stores.</summary>
    FillBufferFull,

    /// <summary>A line is modified in, or must be taken from, another core's cache.</summary>
    Coherence,

    /// <summary>A store or flush waits for a free entry of the store buffer.</summary>
    StoreBufferFull,

    /// <summary>Issuing flush instructions.</summary>
    FlushIssue,

    /// <summary>A fence waits for earlier stores, flushes and non-temporal stores.</summary>
    FenceWait,

    /// <summary>A fence or locked instruction waits because the write-pending queue has no free entry.</summary>
    WpqFull,

    /// <summary>A locked instruction waits for earlier stores and flushes.</summary>
    LockedDrain,

    /// <summary>Waiting for another thread's store.</summary>
    SpinWait,
}

/// <summary>Names of <see cref="StallCause"/> in reports.</summary>
public static class StallCauses
{
    /// <summary>How many causes there are.</summary>
    public const int Count = (int)StallCause.SpinWait + 1;

    /// <summary>The name in tables: <c>fence wait</c>.</summary>
    public static string Describe(this StallCause cause) => cause switch
    {
        StallCause.Issue => "issue",
        StallCause.L1Hit => "L1 hit",
        StallCause.L2Hit => "L2 hit",
        StallCause.LlcHit => "LLC hit",
        StallCause.MemoryRead => "memory read",
        StallCause.FillInFlight => "fill in flight",
        StallCause.FillBufferFull => "fill buffer full",
        StallCause.Coherence => "coherence",
        StallCause.StoreBufferFull => "store buffer full",
        StallCause.FlushIssue => "flush issue",
        StallCause.FenceWait => "fence wait",
        StallCause.WpqFull => "WPQ full",
        StallCause.LockedDrain => "locked drain",
        _ => "spin wait",
    };
}
