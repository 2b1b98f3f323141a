using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Hands out fresh lines, to every thread from an arena of its own; never takes any back.</summary>
/// <remarks>
/// The arenas are equal parts of what lies between the root object and the cursors, which stand at the pool's end: one word a
/// thread, in a line of its own. So threads share nothing, an allocation is a load, a store and a flush, and the address of an
/// object depends on what its thread did before and not on the interleaving.
/// <para>
/// No reachable object lies beyond the persisted cursor of its arena, although an allocation does not fence. Nobody else
/// stores to the cursor, so the flush covers it as this allocation left it. Between allocating an object and publishing it
/// the thread fences, because the object's own contents need that, and the same fence completes the flush of the cursor.
/// So the cursor is persistent before the object becomes reachable; and cursors only grow.
/// </para>
/// <para>
/// What a crash takes back is a cursor whose objects nobody can reach. They are handed out again, with what had been
/// written into them: memory is zero the first time only, unless a fence between allocation and first store keeps the
/// contents from outliving the cursor. The memory of an object that was persistently allocated but not published leaks.
/// </para>
/// Recovery runs alone and allocates as thread 0.
/// </remarks>
public static class BumpAllocator
{
    /// <summary>The label of an allocation's own store and flush.</summary>
    public const string AllocateLabel = "allocate";

    private const long MaxLineCount = int.MaxValue;

    /// <summary>Bytes that the arenas of a pool and their cursors need.</summary>
    /// <param name="threadCount">Threads that allocate; 0 where nothing is ever allocated.</param>
    /// <param name="arenaBytes">Bytes that each of them can take, in whole lines.</param>
    public static long BytesOf(int threadCount, long arenaBytes) =>
        threadCount * ((LinesIn(arenaBytes) + 1) << CacheLine.Shift);

    /// <summary>The most operations that one thread runs, for the size of its arena.</summary>
    /// <remarks>Runs spread operations evenly, but setup and the probe after a crash run as thread 0; they have up to 64.</remarks>
    /// <param name="threadCount">Threads, at least 1.</param>
    /// <param name="operationCount">Operations of all threads together.</param>
    public static int OperationsOfOneThread(int threadCount, int operationCount)
    {
        const int Unevenness = 64;
        return (int)Math.Min(operationCount, ((operationCount - 1L + threadCount) / threadCount) + Unevenness);
    }

    /// <summary>Starts an empty arena for every thread; the caller fences.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="firstFree">The first byte that may be handed out.</param>
    /// <param name="threadCount">Threads that allocate; 0 where nothing is ever allocated.</param>
    /// <exception cref="InputException">The pool has more than 2^31 - 1 lines, 128 GiB.</exception>
    /// <exception cref="PoolFullException">The pool has no room for the cursors.</exception>
    public static void Format<TPmem>(TPmem pmem, PmemAddress firstFree, int threadCount)
        where TPmem : struct, IPmem
    {
        long lineCount = pmem.LengthBytes >> CacheLine.Shift;
        if (lineCount > MaxLineCount)
        {
            throw new InputException($"a pool of {pmem.LengthBytes} bytes is too long, expected at most {MaxLineCount} lines of {CacheLine.Bytes}");
        }
        long start = LinesIn(firstFree.Offset);
        long freeLines = lineCount - start - threadCount;
        if (freeLines < 0) { throw new PoolFullException((long)threadCount << CacheLine.Shift, pmem.LengthBytes); }
        for (int thread = 0; thread < threadCount; thread++)
        {
            long arenaLines = freeLines / threadCount;
            PmemAddress address = CursorOf(pmem, thread);
            pmem.Store(address, ArenaCursor.Over(start + (thread * arenaLines), arenaLines).Word, "allocator");
            pmem.Flush(address, sizeof(ulong), "allocator");
        }
    }

    /// <summary>Allocates whole lines from the thread's arena.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="thread">The calling thread, one of those that the pool was formatted for.</param>
    /// <param name="lengthBytes">Bytes wanted.</param>
    /// <param name="alignmentBytes">A power of two; every object starts a line at least.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PoolFullException">The arena has no room.</exception>
    public static PmemAddress Allocate<TPmem>(TPmem pmem, int thread, long lengthBytes, int alignmentBytes = CacheLine.Bytes,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where TPmem : struct, IPmem
    {
        PmemAddress address = CursorOf(pmem, thread);
        ArenaCursor cursor = new(pmem.Load<ulong>(address, AllocateLabel, file, line, member));
        if (!cursor.TryTake(LinesIn(lengthBytes), LinesIn(alignmentBytes), out PmemAddress start, out ArenaCursor rest))
        {
            ThrowFull(lengthBytes, pmem.LengthBytes);
        }
        pmem.Store(address, rest.Word, AllocateLabel, file, line, member);
        pmem.Flush(address, sizeof(ulong), AllocateLabel, FlushKind.Clwb, file, line, member);
        return start;
    }

    /// <summary>Where a thread's cursor stands.</summary>
    internal static PmemAddress CursorOf<TPmem>(TPmem pmem, int thread)
        where TPmem : struct, IPmem => new(((pmem.LengthBytes >> CacheLine.Shift) - 1 - thread) << CacheLine.Shift);

    private static long LinesIn(long lengthBytes) => (lengthBytes + CacheLine.Bytes - 1) >> CacheLine.Shift;

    [DoesNotReturn]
    private static void ThrowFull(long lengthBytes, long poolBytes) => throw new PoolFullException(lengthBytes, poolBytes);
}
