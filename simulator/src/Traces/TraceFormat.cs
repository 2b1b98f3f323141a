using System.Buffers.Binary;
using System.Numerics;

namespace Sim.Simulator.Traces;

/// <summary>The layout of a trace file, which <c>traces.md</c> beside this file describes in full.</summary>
internal static class TraceFormat
{
    /// <summary>The only version so far.</summary>
    public const ushort Version = 1;

    /// <summary>Bytes of the file header: magic, version, flags, checksum.</summary>
    public const int HeaderBytes = 16;

    /// <summary>Bytes before each block's payload: its length, its events, its checksum.</summary>
    public const int BlockHeaderBytes = 12;

    /// <summary>A writer closes a block at this size.</summary>
    public const int BlockBytes = 1 << 18;

    /// <summary>Stands in place of the number of events in the end block, whose payload is the number of events of the trace.</summary>
    public const int EndMark = -1;

    /// <summary>No block is longer; a longer one is damage.</summary>
    public const int MaxBlockBytes = 1 << 20;

    /// <summary>No text is longer.</summary>
    public const int MaxTextBytes = 1 << 16;

    /// <summary>The longest record without a text: tag, and varints of 10 bytes.</summary>
    public const int MaxRecordBytes = 64;

    /// <summary>The low half of a tag that announces a text instead of an event.</summary>
    public const int TextTag = 0;

    /// <summary>The low half of a tag that changes the thread of the following events.</summary>
    public const int ThreadTag = 15;

    /// <summary>The tag's bit for "same call stack as the previous event of this kind", or "one line" for a flush.</summary>
    public const int ShortBit = 8;

    /// <summary>The first eight bytes of a file.</summary>
    public static ReadOnlySpan<byte> Magic => "SIMTRACE"u8;

    /// <summary>CRC-32C over a block header's first eight bytes and its payload.</summary>
    public static uint Checksum(ReadOnlySpan<byte> head, ReadOnlySpan<byte> payload) => ~Add(Add(uint.MaxValue, head), payload);

    /// <summary>A signed number as an unsigned one whose small values are the small distances.</summary>
    public static ulong ZigZag(ulong difference) => (difference << 1) ^ (ulong)((long)difference >> 63);

    /// <summary>The inverse of <see cref="ZigZag"/>.</summary>
    public static ulong UnZigZag(ulong coded) => (coded >> 1) ^ (0 - (coded & 1));

    private static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (byte value in bytes) { crc = BitOperations.Crc32C(crc, value); }
        return crc;
    }
}
