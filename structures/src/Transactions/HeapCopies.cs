using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>What the techniques with two heaps do to them.</summary>
internal static class HeapCopies
{
    /// <summary>Copies words from one heap to the other.</summary>
    public static void CopyWords<TPmem>(TPmem pmem, PmemAddress source, PmemAddress target, IEnumerable<long> offsets, string label)
        where TPmem : struct, IPmem
    {
        foreach (long offset in offsets) { pmem.Store(target + offset, pmem.Load<ulong>(source + offset), label); }
    }

    /// <summary>Flushes the lines of words, each once.</summary>
    public static void FlushLines<TPmem>(TPmem pmem, PmemAddress heap, SortedSet<long> offsets, string label)
        where TPmem : struct, IPmem
    {
        CacheLine? flushed = null;
        foreach (long offset in offsets)
        {
            CacheLine line = (heap + offset).Line;
            if (line == flushed) { continue; }
            pmem.Flush(line.Start, CacheLine.Bytes, label);
            flushed = line;
        }
    }

    /// <summary>Copies a whole heap and flushes the copy; the caller fences.</summary>
    public static void CopyAll<TPmem>(TPmem pmem, PmemAddress source, PmemAddress target, long lengthBytes, string label)
        where TPmem : struct, IPmem
    {
        for (long offset = 0; offset < lengthBytes; offset += PersistWord.Bytes)
        {
            ulong value = pmem.Load<ulong>(source + offset);
            if (pmem.Load<ulong>(target + offset) != value) { pmem.Store(target + offset, value, label); }
        }
        pmem.Flush(target, lengthBytes, label);
    }
}
