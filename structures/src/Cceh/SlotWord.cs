using System.Diagnostics.CodeAnalysis;

namespace Sim.Structures;

/// <summary>The first word of a slot: which key it holds, or that it is being written, free or never used.</summary>
/// <remarks>
/// The original uses -1 for free and -2 for every slot that is being written. Here fresh memory, which is zero, is free
/// without being written; a claim names the key, so that a second inserter of that key waits for the first; and a slot
/// that was used before differs from one that never was, because only the latter ends a search.
/// </remarks>
internal static class SlotWord
{
    /// <summary>The slot was never used: no key lies behind it on its path.</summary>
    public const ulong NeverUsed = 0;

    /// <summary>The slot is free again; keys may lie behind it.</summary>
    public const ulong Deleted = 1UL << 62;

    /// <summary>The largest key.</summary>
    public const ulong MaxKey = Deleted - 1;

    private const ulong Claim = 1UL << 63;

    /// <summary>The sentinel of a slot into which <paramref name="key"/> is being written.</summary>
    public static ulong ClaimOf(ulong key) => key | Claim;

    /// <summary>Whether the slot is being written.</summary>
    public static bool IsClaim(ulong word) => (word & Claim) != 0;

    /// <summary>Whether the word is a key.</summary>
    public static bool IsKey(ulong word) => word - 1 < MaxKey;

    /// <summary>Throws unless <paramref name="key"/> can be stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is 0 or above <see cref="MaxKey"/>.</exception>
    public static void ThrowUnlessKey(ulong key)
    {
        if (!IsKey(key)) { Throw(key); }
    }

    [DoesNotReturn]
    private static void Throw(ulong key) =>
        throw new ArgumentOutOfRangeException(nameof(key), key, $"a key lies between 1 and {MaxKey}");
}
