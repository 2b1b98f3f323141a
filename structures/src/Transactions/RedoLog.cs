using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A lane as a redo log: checksum and number of words in the header line, then the words of the entries.</summary>
internal static class RedoLog
{
    /// <summary>Words of an entry: offset and value.</summary>
    public const int EntryWords = 2;

    /// <summary>The most words of all entries.</summary>
    public const int MaxWords = (TransactionLayout.LaneBytes - CacheLine.Bytes) / PersistWord.Bytes;

    /// <summary>The checksum, 0 while there is nothing to do.</summary>
    public static PmemAddress Checksum(PmemAddress lane) => lane;

    /// <summary>The number of words.</summary>
    public static PmemAddress Count(PmemAddress lane) => lane + PersistWord.Bytes;

    /// <summary>A word of the entries.</summary>
    public static PmemAddress Word(PmemAddress lane, int index) => lane + CacheLine.Bytes + (index * PersistWord.Bytes);

    /// <summary>Ends the log: what it says has been done.</summary>
    public static void Clear<TPmem>(TPmem pmem, PmemAddress lane, string label)
        where TPmem : struct, IPmem
    {
        pmem.Store(Checksum(lane), 0UL, label);
        pmem.Persist(Checksum(lane), sizeof(ulong), label);
    }
}
