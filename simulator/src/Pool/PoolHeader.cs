using System.IO.Hashing;
using System.Numerics;
using System.Runtime.InteropServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>The first line of every pool: what the file is, how long it is, what it holds and where.</summary>
/// <remarks>
/// Eight words: magic, version, length in bytes, root, threads that allocate, a hash of the layout's name, zero, and a
/// CRC-32C over the seven words before it. The header is written once, by <see cref="Format"/>, before anything else is reachable.
/// </remarks>
public static class PoolHeader
{
    /// <summary>"SIMPOOL1" as a little-endian word.</summary>
    public const ulong Magic = 0x314C4F4F504D4953;

    /// <summary>The header's version.</summary>
    public const ulong Version = 1;

    /// <summary>Bytes reserved at the start of the pool: the header's line.</summary>
    public const int Bytes = CacheLine.Bytes;

    private const int WordCount = CacheLine.Bytes / PersistWord.Bytes;
    private const int VersionIndex = 1;
    private const int LengthIndex = 2;
    private const int RootIndex = 3;
    private const int ThreadCountIndex = 4;
    private const int LayoutIndex = 5;
    private const int ChecksumIndex = 7;

    /// <summary>Writes and persists the header and an empty allocator.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="layout">Names the structure and everything about its geometry that is not stored elsewhere in the pool.</param>
    /// <param name="rootBytes">Bytes of the root object, which directly follows the header.</param>
    /// <param name="threadCount">Threads that allocate; 0 where nothing is ever allocated.</param>
    /// <returns>The root object's address, aligned to a cache line.</returns>
    /// <exception cref="PoolFullException">The pool has no room for the root object and the allocator.</exception>
    public static PmemAddress Format<TPmem>(TPmem pmem, string layout, long rootBytes, int threadCount)
        where TPmem : struct, IPmem
    {
        Invariant.Holds(threadCount >= 0, "a number of threads is not negative");
        PmemAddress root = new(Bytes);
        Span<ulong> words = stackalloc ulong[WordCount];
        words.Clear();
        words[0] = Magic;
        words[VersionIndex] = Version;
        words[LengthIndex] = (ulong)pmem.LengthBytes;
        words[RootIndex] = (ulong)root.Offset;
        words[ThreadCountIndex] = (ulong)threadCount;
        words[LayoutIndex] = HashOf(layout);
        words[ChecksumIndex] = Checksum(words);
        for (int index = 0; index < WordCount; index++) { pmem.Store(AddressOf(index), words[index], "pool header"); }
        pmem.Flush(AddressOf(0), Bytes, "pool header");
        BumpAllocator.Format(pmem, root + rootBytes, threadCount);
        pmem.Fence("pool header");
        return root;
    }

    /// <summary>The root object of a formatted pool.</summary>
    public static PmemAddress Root<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.LoadPointer(AddressOf(RootIndex), "pool root");

    /// <summary>How many threads may use a formatted pool, those from 0 on; 0 if any number may, because nothing is allocated.</summary>
    public static int ThreadCount<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => (int)pmem.Load<ulong>(AddressOf(ThreadCountIndex), "pool threads");

    /// <summary>Makes sure that a pool is sound and holds a layout; every recovery begins with it.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="layout">The layout that the pool was formatted with.</param>
    /// <exception cref="PoolDefectException">The header is damaged, or the pool holds something else.</exception>
    public static void Verify<TPmem>(TPmem pmem, string layout)
        where TPmem : struct, IPmem
    {
        Span<ulong> words = stackalloc ulong[WordCount];
        for (int index = 0; index < WordCount; index++) { words[index] = pmem.Load<ulong>(AddressOf(index), "pool header"); }
        if (FindDefect(MemoryMarshal.AsBytes(words), pmem.LengthBytes) is { } defect) { throw new PoolDefectException(defect); }
        if (words[LayoutIndex] != HashOf(layout)) { throw new PoolDefectException($"does not hold the layout '{layout}'"); }
    }

    /// <summary>What is wrong with a pool, or null if it is sound.</summary>
    /// <param name="header">The pool's first 64 bytes.</param>
    /// <param name="lengthBytes">The length of the file.</param>
    public static string? FindDefect(ReadOnlySpan<byte> header, long lengthBytes)
    {
        if (header.Length < Bytes) { return $"is {lengthBytes} bytes long, too short for a pool header of {Bytes}"; }
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(header);
        if (words[0] != Magic) { return $"has magic 0x{words[0]:x16}, expected 0x{Magic:x16}: not a Sim pool"; }
        if (words[ChecksumIndex] != Checksum(words))
        {
            return $"has header checksum 0x{words[ChecksumIndex]:x}, expected 0x{Checksum(words):x}: the header is damaged";
        }
        if (words[VersionIndex] != Version) { return $"has pool version {words[VersionIndex]}, expected {Version}"; }
        if (words[LengthIndex] != (ulong)lengthBytes) { return $"is {lengthBytes} bytes long, but its header says {words[LengthIndex]}"; }
        return null;
    }

    private static PmemAddress AddressOf(int index) => new(index * PersistWord.Bytes);

    private static ulong HashOf(string layout) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(layout.AsSpan()));

    private static ulong Checksum(ReadOnlySpan<ulong> words)
    {
        uint crc = uint.MaxValue;
        foreach (ulong word in words[..ChecksumIndex]) { crc = BitOperations.Crc32C(crc, word); }
        return crc;
    }
}

/// <summary>A pool is damaged, or is not what it is taken for.</summary>
/// <param name="defect">What is wrong, as the end of a sentence that begins with the pool's name.</param>
public sealed class PoolDefectException(string defect) : Exception(defect);
