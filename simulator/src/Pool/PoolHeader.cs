using System.Numerics;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>The first line of every pool: what the file is, how long it is, and where its root object stands.</summary>
/// <remarks>
/// Layout (8-byte words): magic, version, length in bytes, root, checksum (CRC-32C over the four words before it).
/// The header is written once, by <see cref="Format"/>, before anything else is reachable.
/// </remarks>
public static class PoolHeader
{
    /// <summary>"SIMPOOL1" as a little-endian word.</summary>
    public const ulong Magic = 0x314C4F4F504D4953;

    /// <summary>The layout's version.</summary>
    public const ulong Version = 1;

    /// <summary>Bytes reserved at the start of the pool: the header's line and the allocator's.</summary>
    public const int Bytes = 2 * CacheLine.Bytes;

    private const int VersionOffset = 8;
    private const int LengthOffset = 16;
    private const int RootOffset = 24;
    private const int ChecksumOffset = 32;

    /// <summary>Writes and persists the header and an empty allocator.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="rootBytes">Bytes of the root object, which directly follows the header.</param>
    /// <returns>The root object's address, aligned to a cache line.</returns>
    public static PmemAddress Format<TPmem>(TPmem pmem, long rootBytes)
        where TPmem : struct, IPmem
    {
        PmemAddress header = default;
        PmemAddress root = new(Bytes);
        pmem.Store(header + VersionOffset, Version, "pool header");
        pmem.Store(header + LengthOffset, (ulong)pmem.LengthBytes, "pool header");
        pmem.Store(header + RootOffset, (ulong)root.Offset, "pool header");
        pmem.Store(header + ChecksumOffset, Checksum(Magic, Version, (ulong)pmem.LengthBytes, (ulong)root.Offset), "pool header");
        pmem.Store(header, Magic, "pool header");
        pmem.Flush(header, CacheLine.Bytes, "pool header");
        BumpAllocator.Format(pmem, root + rootBytes);
        pmem.Fence("pool header");
        return root;
    }

    /// <summary>The root object of a formatted pool.</summary>
    public static PmemAddress Root<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.LoadPointer(new PmemAddress(RootOffset), "pool root");

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
        ulong checksum = Word(header, ChecksumOffset);
        if (magic != Magic) { return $"has magic 0x{magic:x16}, expected 0x{Magic:x16}: not a Sim pool"; }
        if (checksum != Checksum(magic, version, length, root)) { return $"has header checksum 0x{checksum:x}, expected 0x{Checksum(magic, version, length, root):x}: the header is damaged"; }
        if (version != Version) { return $"has pool version {version}, expected {Version}"; }
        if (length != (ulong)lengthBytes) { return $"is {lengthBytes} bytes long, but its header says {length}"; }
        return null;
    }

    private static ulong Word(ReadOnlySpan<byte> header, int offset) => BitConverter.ToUInt64(header[offset..]);

    private static ulong Checksum(ulong magic, ulong version, ulong length, ulong root)
    {
        uint crc = BitOperations.Crc32C(uint.MaxValue, magic);
        crc = BitOperations.Crc32C(crc, version);
        crc = BitOperations.Crc32C(crc, length);
        return BitOperations.Crc32C(crc, root);
    }
}
