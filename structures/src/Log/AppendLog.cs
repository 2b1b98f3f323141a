using System.Collections.Immutable;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>An append-only log that commits by a write offset: two fences an append.</summary>
/// <remarks>
/// The two steps of libpmemlog: the record goes behind the end by non-temporal stores, fence <c>data</c>; then the write
/// offset moves over it, flush and fence <c>offset</c>. Whatever lies behind the offset does not exist. The offset is one
/// persist word, so it cannot tear, and recovery has nothing to repair but the lock.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="payloadWordCount">Words of a record.</param>
public readonly struct AppendLog<TPmem>(TPmem pmem, int payloadWordCount)
    where TPmem : struct, IPmem
{
    private static PmemAddress Offset => AppendLogLayout.Offset;

    private static PmemAddress Data => AppendLogLayout.Data;

    private MappedLock<TPmem> Lock => new(pmem, AppendLogLayout.LockWord);

    private string Layout => $"append log of {payloadWordCount} words";

    private long RecordBytes => payloadWordCount * PersistWord.Bytes;

    /// <summary>Formats the pool, all of which becomes the log.</summary>
    public void Create()
    {
        PoolHeader.Format(pmem, Layout, pmem.LengthBytes - PoolHeader.Bytes, threadCount: 0);
        pmem.Store(AppendLogLayout.LockWord, 0UL, "format");
        pmem.Store(Offset, 0L, "format");
        pmem.Persist(AppendLogLayout.LockWord, AppendLogLayout.RootBytes, "format");
    }

    /// <summary>Frees the lock.</summary>
    public void Recover()
    {
        PoolHeader.Verify(pmem, Layout);
        Lock.Reset();
    }

    /// <summary>Appends a record; it is durable on return.</summary>
    /// <param name="value">The value that fills the record.</param>
    /// <returns>The record's position, from 1.</returns>
    /// <exception cref="PoolFullException">The log is full.</exception>
    public ulong Append(ulong value)
    {
        Lock.Acquire();
        long offset = pmem.Load<long>(Offset);
        long end = offset + RecordBytes;
        if (Data.Offset + end > pmem.LengthBytes)
        {
            Lock.Release();
            throw new PoolFullException(RecordBytes, pmem.LengthBytes);
        }
        for (int index = 0; index < payloadWordCount; index++)
        {
            pmem.StoreNonTemporal(Data + offset + (index * PersistWord.Bytes), LogRecord.Word(value, index), "data");
        }
        pmem.Fence("data");
        pmem.Store(Offset, end, "offset");
        pmem.Persist(Offset, sizeof(long), "offset");
        Lock.Release();
        return (ulong)(end / RecordBytes);
    }

    /// <summary>Reads all records.</summary>
    public LogState Observe()
    {
        long end = pmem.Load<long>(Offset);
        ImmutableList<ulong?>.Builder records = ImmutableList.CreateBuilder<ulong?>();
        for (long offset = 0; offset < end; offset += RecordBytes)
        {
            records.Add(LogRecord.Read(pmem, Data + offset, payloadWordCount));
        }
        return new LogState(records.ToImmutable());
    }
}

/// <summary>Where the parts of an <see cref="AppendLog{TPmem}"/> lie: the lock's line, the write offset's line, the data.</summary>
internal static class AppendLogLayout
{
    /// <summary>Bytes before the data.</summary>
    public const int RootBytes = 2 * CacheLine.Bytes;

    /// <summary>The lock.</summary>
    public static PmemAddress LockWord => new(PoolHeader.Bytes);

    /// <summary>The write offset: bytes of data that exist.</summary>
    public static PmemAddress Offset => LockWord + CacheLine.Bytes;

    /// <summary>The first record.</summary>
    public static PmemAddress Data => LockWord + RootBytes;
}
