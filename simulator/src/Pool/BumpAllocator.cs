using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Hands out fresh memory from the end of what is used; never takes any back.</summary>
/// <remarks>
/// The only persistent state is the address of the first free byte, in the line after the pool header. An allocation
/// flushes it without a fence: the fence that must precede the publication of the new object completes that flush too,
/// so no reachable object ever lies beyond the persisted bound. Memory whose object was not published before a crash leaks.
/// </remarks>
public static class BumpAllocator
{
    private static PmemAddress Next => new(CacheLine.Bytes);

    /// <summary>Starts an empty heap; the caller fences.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="firstFree">The first byte that may be handed out.</param>
    public static void Format<TPmem>(TPmem pmem, PmemAddress firstFree)
        where TPmem : struct, IPmem
    {
        pmem.Store(Next, AlignUp(firstFree.Offset, CacheLine.Bytes), "allocator");
        pmem.Flush(Next, sizeof(long), "allocator");
    }

    /// <summary>Allocates memory that was never used before and therefore holds zeros.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="lengthBytes">Bytes wanted.</param>
    /// <param name="alignmentBytes">A power of two of at least 8.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PoolFullException">The pool has no room.</exception>
    public static PmemAddress Allocate<TPmem>(TPmem pmem, long lengthBytes, int alignmentBytes = CacheLine.Bytes,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where TPmem : struct, IPmem
    {
        long free = pmem.Load<long>(Next, "allocate", file, line, member);
        while (true)
        {
            long start = AlignUp(free, alignmentBytes);
            if (start + lengthBytes > pmem.LengthBytes) { throw new PoolFullException(lengthBytes, pmem.LengthBytes); }
            long found = pmem.CompareExchange(Next, free, start + lengthBytes, "allocate", file, line, member);
            if (found == free)
            {
                pmem.Flush(Next, sizeof(long), "allocate", FlushKind.Clwb, file, line, member);
                return new PmemAddress(start);
            }
            free = found;
        }
    }

    private static long AlignUp(long value, int alignment) => (value + alignment - 1) & ~(alignment - 1L);
}

/// <summary>The pool has no room for an allocation.</summary>
/// <param name="lengthBytes">Bytes wanted.</param>
/// <param name="poolBytes">Bytes in the pool.</param>
public sealed class PoolFullException(long lengthBytes, long poolBytes)
    : Exception($"no room for {lengthBytes} bytes in a pool of {poolBytes} bytes");
