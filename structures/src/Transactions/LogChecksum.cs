using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Sim.Structures;

/// <summary>The checksum that tells a complete log entry from a torn one, so that one fence suffices for entry and checksum.</summary>
internal static class LogChecksum
{
    /// <summary>The checksum of words, never 0.</summary>
    /// <param name="words">The words.</param>
    /// <param name="generation">Goes into the checksum, so that one increment invalidates all entries of old.</param>
    public static ulong Of(ReadOnlySpan<ulong> words, ulong generation)
    {
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(words), (long)generation);
        return hash == 0 ? 1 : hash;
    }
}
