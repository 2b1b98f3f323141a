using System.Collections.Immutable;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>An append-only log whose records carry their own commit: one fence an append.</summary>
/// <remarks>
/// A record is one line: up to seven words of payload, then the sequence word, stored last. What persists of a line is a
/// prefix of its stores, so a line with its sequence word has its payload, without a fence between them and without a
/// checksum. The record numbered n, from 1, lies in line n, and only n is ever stored as its sequence.
/// Recovery counts lines up to the first without its number. No line behind that one can hold its number: an append begins
/// when the one before is durable, so the durable numbers have no gap, and a crash leaves at most the payload of one
/// unfinished record, which the next append overwrites before it stores the number again.
/// The argument needs write-back by lines (<c>px86-line</c>): where words of a line persist in any order, a number can
/// persist without its payload.
/// </remarks>
/// <param name="pmem">The mapping as the calling thread sees it.</param>
/// <param name="payloadWordCount">Words of payload, at most 7.</param>
public readonly struct OneLineLog<TPmem>(TPmem pmem, int payloadWordCount)
    where TPmem : struct, IPmem
{
    private const int SequenceOffset = CacheLine.Bytes - PersistWord.Bytes;

    private static PmemAddress Count => OneLineLogLayout.Count;

    private MappedLock<TPmem> Lock => new(pmem, OneLineLogLayout.LockWord);

    private string Layout => $"one-line log of {payloadWordCount} words";

    private ulong Capacity => (ulong)(pmem.LengthBytes - OneLineLogLayout.Record(1).Offset) / CacheLine.Bytes;

    /// <summary>Formats the pool, all of which becomes the log.</summary>
    /// <remarks>The lines of the records must hold zeros, as those of a fresh pool do.</remarks>
    public void Create()
    {
        PoolHeader.Format(pmem, Layout, pmem.LengthBytes - PoolHeader.Bytes, threadCount: 0);
        pmem.Store(OneLineLogLayout.LockWord, 0UL, "format");
        pmem.Store(Count, 0UL, "format");
        pmem.Persist(OneLineLogLayout.LockWord, OneLineLogLayout.RootBytes, "format");
    }

    /// <summary>Counts the records and frees the lock.</summary>
    public void Recover()
    {
        PoolHeader.Verify(pmem, Layout);
        pmem.Store(Count, CountRecords(), "count repair");
        Lock.Reset();
    }

    /// <summary>Appends a record; it is durable on return.</summary>
    /// <param name="value">The value that fills the record.</param>
    /// <returns>The record's position, from 1.</returns>
    /// <exception cref="PoolFullException">The log is full.</exception>
    public ulong Append(ulong value)
    {
        Lock.Acquire();
        ulong sequence = pmem.Load<ulong>(Count) + 1;
        if (sequence > Capacity)
        {
            Lock.Release();
            throw new PoolFullException(CacheLine.Bytes, pmem.LengthBytes);
        }
        PmemAddress record = OneLineLogLayout.Record(sequence);
        for (int index = 0; index < payloadWordCount; index++)
        {
            pmem.Store(record + (index * PersistWord.Bytes), LogRecord.Word(value, index), "payload");
        }
        pmem.Store(record + SequenceOffset, sequence, "sequence");
        pmem.Persist(record, CacheLine.Bytes, "record");
        pmem.Store(Count, sequence, "count");
        Lock.Release();
        return sequence;
    }

    /// <summary>Reads all records.</summary>
    public LogState Observe()
    {
        ulong count = CountRecords();
        ImmutableList<ulong?>.Builder records = ImmutableList.CreateBuilder<ulong?>();
        for (ulong sequence = 1; sequence <= count; sequence++)
        {
            records.Add(LogRecord.Read(pmem, OneLineLogLayout.Record(sequence), payloadWordCount));
        }
        return new LogState(records.ToImmutable());
    }

    private ulong CountRecords()
    {
        ulong count = 0;
        while (count < Capacity && pmem.Load<ulong>(OneLineLogLayout.Record(count + 1) + SequenceOffset) == count + 1) { count++; }
        return count;
    }
}

/// <summary>Where the parts of a <see cref="OneLineLog{TPmem}"/> lie: one line for lock and count, then the records.</summary>
internal static class OneLineLogLayout
{
    /// <summary>Bytes before the records.</summary>
    public const int RootBytes = CacheLine.Bytes;

    /// <summary>The lock.</summary>
    public static PmemAddress LockWord => new(PoolHeader.Bytes);

    /// <summary>The number of records; recovery rebuilds it, so nothing flushes it.</summary>
    public static PmemAddress Count => LockWord + PersistWord.Bytes;

    /// <summary>The line of a record.</summary>
    /// <param name="sequence">The record's number, from 1.</param>
    public static PmemAddress Record(ulong sequence) => LockWord + (RootBytes + ((long)(sequence - 1) * CacheLine.Bytes));
}
