using System.Numerics;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>The first line of every pool: what the file is, how long it is, and where its root object stands.</summary>
/// <remarks>
/// Layout (8-byte words): magic, version, length in bytes, root, threads that allocate, checksum (CRC-32C over the words
/// before it). The header is written once, by <see cref="Format"/>, before anything else is reachable.
/// </remarks>
public static class PoolHeader
{
    /// <summary>"SIMPOOL1" as a little-endian word.</summary>
    public const ulong Magic = 0x314C4F4F504D4953;

    /// <summary>The layout's version.</summary>
    public const ulong Version = 1;

    /// <summary>Bytes reserved at the start of the pool: the header's line.</summary>
    public const int Bytes = CacheLine.Bytes;

    private const int VersionOffset = 8;
    private const int LengthOffset = 16;
    private const int RootOffset = 24;
    private const int ThreadCountOffset = 32;
    private const int ChecksumOffset = 40;

    /// <summary>Writes and persists the header and an empty allocator.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="rootBytes">Bytes of the root object, which directly follows the header.</param>
    /// <param name="threadCount">Threads that allocate; 0 where nothing is ever allocated.</param>
    /// <returns>The root object's address, aligned to a cache line.</returns>
    /// <exception cref="PoolFullException">The pool has no room for the root object and the allocator.</exception>
    public static PmemAddress Format<TPmem>(TPmem pmem, long rootBytes, int threadCount)
        where TPmem : struct, IPmem
    {
        Invariant.Holds(threadCount >= 0, "a number of threads is not negative");
        PmemAddress header = default;
        PmemAddress root = new(Bytes);
        pmem.Store(header + VersionOffset, Version, "pool header");
        pmem.Store(header + LengthOffset, (ulong)pmem.LengthBytes, "pool header");
        pmem.Store(header + RootOffset, (ulong)root.Offset, "pool header");
        pmem.Store(header + ThreadCountOffset, (ulong)threadCount, "pool header");
        pmem.Store(header + ChecksumOffset, Checksum(Version, (ulong)pmem.LengthBytes, (ulong)root.Offset, (ulong)threadCount), "pool header");
        pmem.Store(header, Magic, "pool header");
        pmem.Flush(header, CacheLine.Bytes, "pool header");
        BumpAllocator.Format(pmem, root + rootBytes, threadCount);
        pmem.Fence("pool header");
        return root;
    }

    /// <summary>The root object of a formatted pool.</summary>
    public static PmemAddress Root<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.LoadPointer(new PmemAddress(RootOffset), "pool root");

    /// <summary>How many threads may use a formatted pool, those from 0 on; 0 if any number may, because nothing is allocated.</summary>
    public static int ThreadCount<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.Load<int>(new PmemAddress(ThreadCountOffset), "pool threads");

    /// <summary>What is wrong with a pool, or null if it is sound.</summary>
    /// <param name="header">The pool's first 64 bytes.</param>
    /// <param name="lengthBytes">The length of the file.</param>
    public static string? FindDefect(ReadOnlySpan<byte> header, long lengthBytes)
    {
        if (header.Length < CacheLine.Bytes) { return $"is {lengthBytes} bytes long, too short for a pool header of {CacheLine.Bytes}"; }
        ulong magic = Word(header, 0);
        ulong version = Word(header, VersionOffset);
        ulong length = Word(header, LengthOffset);
        ulong root = Word(header, RootOffset);
        ulong expected = Checksum(version, length, root, Word(header, ThreadCountOffset));
        ulong checksum = Word(header, ChecksumOffset);
        if (magic != Magic) { return $"has magic 0x{magic:x16}, expected 0x{Magic:x16}: not a Sim pool"; }
        if (checksum != expected) { return $"has header checksum 0x{checksum:x}, expected 0x{expected:x}: the header is damaged"; }
        if (version != Version) { return $"has pool version {version}, expected {Version}"; }
        if (length != (ulong)lengthBytes) { return $"is {lengthBytes} bytes long, but its header says {length}"; }
        return null;
    }

    private static ulong Word(ReadOnlySpan<byte> header, int offset) => BitConverter.ToUInt64(header[offset..]);

    private static ulong Checksum(ulong version, ulong length, ulong root, ulong threadCount)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, Magic);
        crc = BitOperations.Crc32C(crc, version);
        crc = BitOperations.Crc32C(crc, length);
        crc = BitOperations.Crc32C(crc, root);
        return BitOperations.Crc32C(crc, threadCount);
    }
}
