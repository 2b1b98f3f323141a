namespace Sim.CacheModel;

/// <summary>A 128-bit hash of a set of (position, value) pairs that changes in constant time with one pair.</summary>
/// <remarks>
/// The sum modulo 2^128 (two independent halves) of one mixed word per pair, as Zobrist hashing does; a value of 0
/// contributes nothing, so that positions can be added later. With n states the chance that two share a hash is about n^2 / 2^129.
/// </remarks>
public readonly record struct StateHash(ulong Low, ulong High)
{
    /// <summary>The hash after a position's value changed.</summary>
    public StateHash Replace(int position, int before, int after)
    {
        ulong low = Low;
        ulong high = High;
        if (before != 0)
        {
            low -= MixLow(position, before);
            high -= MixHigh(position, before);
        }
        if (after != 0)
        {
            low += MixLow(position, after);
            high += MixHigh(position, after);
        }
        return new StateHash(low, high);
    }

    private static ulong MixLow(int position, int value) =>
        Mix((((ulong)(uint)position << 32) | (uint)value) + 0x9E3779B97F4A7C15UL);

    private static ulong MixHigh(int position, int value) =>
        Mix((((ulong)(uint)position << 32) | (uint)value) * 0xD6E8FEB86659FD93UL + 0xA0761D6478BD642FUL);

    // The finalizer of SplitMix64 (Steele et al., OOPSLA 2014).
    private static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9UL;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EBUL;
        return word ^ (word >> 31);
    }
}
