namespace Sim.CacheModel;

/// <summary>Costs of one core, in cycles of that core unless the name says otherwise.</summary>
public sealed record CoreParameters
{
    /// <summary>Entries of the store buffer; stores and flushes drain from it in order.</summary>
    public required int StoreBufferEntries { get; init; }

    /// <summary>Line-fill buffers: misses and write-combining lines that can be outstanding at once.</summary>
    public required int FillBuffers { get; init; }

    /// <summary>Issue of a store, and of each further load of one wide value.</summary>
    public required long IssueCycles { get; init; }

    /// <summary>An sfence that waits for nothing.</summary>
    public required long SfenceCycles { get; init; }

    /// <summary>An mfence that waits for nothing.</summary>
    public required long MfenceCycles { get; init; }

    /// <summary>A locked instruction on a line that this core owns.</summary>
    public required long LockedCycles { get; init; }

    /// <summary>Issue of a flush of one line.</summary>
    public required long FlushIssueCycles { get; init; }

    /// <summary>Least distance between two lines that one core writes back by flushes.</summary>
    public required long FlushIntervalCycles { get; init; }

    /// <summary>From the flush's write-back to its acknowledgement, beyond any wait for a queue entry.</summary>
    public required long FlushAcceptCycles { get; init; }

    /// <summary>Least distance between two lines that one core writes by non-temporal stores.</summary>
    public required long NonTemporalIntervalCycles { get; init; }

    /// <summary>From a non-temporal line's departure to its acknowledgement, beyond any wait for a queue entry.</summary>
    public required long NonTemporalAcceptCycles { get; init; }

    /// <summary>Whether clwb drops the line (Cascade Lake) instead of keeping it clean.</summary>
    public required bool ClwbInvalidates { get; init; }

    /// <summary>Whether an sfence waits until earlier flushes are accepted (Intel); else only mfence and locked instructions do (AMD Zen).</summary>
    public required bool SfenceDrains { get; init; }

    /// <summary>Lines of non-temporal stores that can be on their way at once.</summary>
    public required int WriteCombiningBuffers { get; init; }

    /// <summary>Least distance between two independent loads that miss.</summary>
    public required long LoadIntervalCycles { get; init; }

    /// <summary>Least distance between two stores of a stream that miss.</summary>
    public required long StoreMissIntervalCycles { get; init; }

    /// <summary>Least distance between two lines of a stream that is stored and flushed, misses included.</summary>
    public required long FlushStreamIntervalCycles { get; init; }

    /// <summary>Issue of the stores that fill one line past the caches.</summary>
    public required long NonTemporalIssueCycles { get; init; }

    /// <summary>How long a line of non-temporal stores holds its buffer, beyond any wait for a queue entry.</summary>
    public required long NonTemporalHoldCycles { get; init; }

    /// <summary>A store, its flush and a fence on an idle machine.</summary>
    public long FlushIdleCycles { get; init; }

    /// <summary>A line of non-temporal stores and a fence on an idle machine.</summary>
    public long NonTemporalIdleCycles { get; init; }

    /// <summary>Whether caches are in the persistence domain (eADR): then a flush still writes the line back, but no fence waits for it.</summary>
    public required bool CachesArePersistent { get; init; }
}
