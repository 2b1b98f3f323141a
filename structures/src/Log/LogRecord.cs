using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The payload of a log record: the value and its complement in turns, so that a torn payload shows.</summary>
internal static class LogRecord
{
    /// <summary>Words of payload: two, the fewest that can tear; or seven, all that fit a line beside a sequence word.</summary>
    public static int WordCount(StructureScale scale) => scale == StructureScale.Small ? 2 : 7;

    /// <summary>The payload's word with an index.</summary>
    public static ulong Word(ulong value, int index) => (index & 1) == 0 ? value : ~value;

    /// <summary>The value of a stored payload, or null if it is torn.</summary>
    public static ulong? Read<TPmem>(TPmem pmem, PmemAddress payload, int wordCount)
        where TPmem : struct, IPmem
    {
        ulong value = pmem.Load<ulong>(payload);
        for (int index = 1; index < wordCount; index++)
        {
            if (pmem.Load<ulong>(payload + (index * PersistWord.Bytes)) != Word(value, index)) { return null; }
        }
        return value;
    }
}
