using Sim.CacheModel;

namespace Sim.Structures;

/// <summary>An entry of the undo log in words: offset, checksum, size in words, the saved words.</summary>
internal static class UndoEntry
{
    /// <summary>Words before the saved ones.</summary>
    public const int HeaderWords = 3;

    /// <summary>Where an entry's offset stands.</summary>
    public const int OffsetIndex = 0;

    /// <summary>Where an entry's checksum stands.</summary>
    public const int ChecksumIndex = 1;

    /// <summary>Where an entry's size stands.</summary>
    public const int SizeIndex = 2;

    /// <summary>The generation number in a lane's header.</summary>
    public static PmemAddress Generation(PmemAddress lane) => lane;

    /// <summary>Bytes that an entry of so many words takes in the lane: whole lines.</summary>
    public static long BytesOf(int wordCount) => ((wordCount * PersistWord.Bytes) + CacheLine.Bytes - 1) & -CacheLine.Bytes;

    /// <summary>Builds an entry.</summary>
    public static ulong[] Of(long offset, ReadOnlySpan<ulong> saved, ulong generation)
    {
        ulong[] words = [(ulong)offset, 0, (ulong)saved.Length, .. saved];
        words[ChecksumIndex] = LogChecksum.Of(words, generation);
        return words;
    }

    /// <summary>Whether an entry is complete and of this generation.</summary>
    public static bool IsValid(ReadOnlySpan<ulong> words, ulong generation)
    {
        ulong[] copy = [.. words];
        copy[ChecksumIndex] = 0;
        return LogChecksum.Of(copy, generation) == words[ChecksumIndex];
    }
}
