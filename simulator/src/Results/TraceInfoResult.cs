namespace Sim.Simulator.Results;

/// <summary>What a trace does, in numbers.</summary>
public sealed record TraceInfoResult
{
    /// <summary>The file.</summary>
    public required string Trace { get; init; }

    /// <summary>All events.</summary>
    public required long Events { get; init; }

    /// <summary>Ordinary stores.</summary>
    public required long Stores { get; init; }

    /// <summary>Stores that bypass the caches; pmemcheck logs show them as ordinary ones.</summary>
    public required long NonTemporalStores { get; init; }

    /// <summary>Locked read-modify-writes; pmemcheck logs show them as ordinary stores.</summary>
    public required long LockedStores { get; init; }

    /// <summary>Loads; pmemcheck logs have none.</summary>
    public required long Loads { get; init; }

    /// <summary>Flushes; one may cover several lines.</summary>
    public required long Flushes { get; init; }

    /// <summary>Fences.</summary>
    public required long Fences { get; init; }

    /// <summary>Markers.</summary>
    public required long Markers { get; init; }

    /// <summary>File registrations, repeated ones too.</summary>
    public required long FileRegistrations { get; init; }

    /// <summary>Requests that persistent data reach the media.</summary>
    public required long DeepSyncs { get; init; }

    /// <summary>Power failures.</summary>
    public required long Crashes { get; init; }

    /// <summary>Threads; a pmemcheck log does not tell them apart and counts as one.</summary>
    public required int Threads { get; init; }

    /// <summary>The mapped files.</summary>
    public required IReadOnlyList<TraceFileInfo> Files { get; init; }

    /// <summary>Bytes that the program stored.</summary>
    public required long BytesStored { get; init; }

    /// <summary>Stores that touch two cache lines.</summary>
    public required long StraddlingStores { get; init; }

    /// <summary>Different cache lines stored to.</summary>
    public required long LinesStored { get; init; }

    /// <summary>Flushed lines that held something to write back.</summary>
    public required long FlushedDirtyLines { get; init; }

    /// <summary>Flushed lines that were flushed already and not stored to since, before any fence.</summary>
    public required long FlushedRepeatedLines { get; init; }

    /// <summary>Flushed lines that held nothing to write back.</summary>
    public required long FlushedCleanLines { get; init; }

    /// <summary>Fences with no flush of a dirty line before them since the last fence.</summary>
    public required long FencesWithoutFlush { get; init; }

    /// <summary>Stretches between two fences with at least one store.</summary>
    public required long Epochs { get; init; }

    /// <summary>Stores in the largest epoch.</summary>
    public required long LargestEpochStores { get; init; }

    /// <summary>Epochs by their number of stores.</summary>
    public required IReadOnlyList<EpochBucket> EpochHistogram { get; init; }

    /// <summary>Stores whose line was never flushed afterwards; one that touches two lines counts for each.</summary>
    public required long StoresNeverFlushed { get; init; }

    /// <summary>The same with the stores that were flushed and never fenced.</summary>
    public required long StoresNeverPersisted { get; init; }

    /// <summary>Lines that end the trace with an unflushed store.</summary>
    public required long UnflushedLines { get; init; }

    /// <summary>Bytes written back in lines of 64 bytes, per byte stored.</summary>
    public required double WriteAmplification64 { get; init; }

    /// <summary>The same in blocks of 256 bytes, where lines of one block that one fence makes durable are written once.</summary>
    public required double WriteAmplification256 { get; init; }

    /// <summary>The places in the source that store most, busiest first.</summary>
    public required IReadOnlyList<TraceSite> HotSites { get; init; }
}

/// <summary>A mapped file.</summary>
/// <param name="Name">Its path as the program gave it.</param>
/// <param name="LengthBytes">The end of its farthest mapping.</param>
public sealed record TraceFileInfo(string Name, long LengthBytes);

/// <summary>Epochs of similar size.</summary>
/// <param name="FromStores">The least number of stores; the next power of two is the bound above.</param>
/// <param name="Count">Epochs.</param>
public sealed record EpochBucket(long FromStores, long Count);

/// <summary>A place in the source.</summary>
/// <param name="Site">File, line and function.</param>
/// <param name="Stores">Stores from there.</param>
public sealed record TraceSite(string Site, long Stores);
