namespace Sim.CacheModel;

/// <summary>A 128-bit hash of a vector of ints that changes in constant time with one position.</summary>
/// <remarks>
/// The sum of value times key over all positions, modulo 2^128, with one random 128-bit key for each position: the multilinear
/// family of Carter and Wegman. Two different vectors differ at some position by d, and collide for at most one in 2^128 / 2^31
/// keys of that position (2^31 because d may be even), whatever else differs: with n states the chance that any two share a
/// hash is below n^2 / 2^98. A value of 0 contributes nothing, so that positions can be added later.
/// </remarks>
public readonly record struct StateHash(ulong Low, ulong High)
{
    private const int KeptKeys = 1 << 12;
    private const ulong Golden = 0x9E3779B97F4A7C15UL;
    private static readonly StateHash[] Keys = [.. Enumerable.Range(0, KeptKeys).Select(MakeKey)];

    /// <summary>The hash after a position's value changed.</summary>
    public StateHash Replace(int position, int before, int after)
    {
        StateHash key = (uint)position < KeptKeys ? Keys[position] : MakeKey(position);
        long difference = (long)after - before;
        ulong high = Math.BigMul((ulong)difference, key.Low, out ulong low);
        // The upper 64 bits of a negative difference are all ones: minus one times the key's lower half.
        high += ((ulong)difference * key.High) - ((ulong)(difference >> 63) & key.Low);
        ulong sum = Low + low;
        return new StateHash(sum, High + high + (sum < low ? 1UL : 0UL));
    }

    private static StateHash MakeKey(int position)
    {
        ulong seed = (ulong)position * (Golden << 1);
        return new StateHash(Mix(seed + Golden), Mix(seed + (Golden << 1)));
    }

    // SplitMix64 (Steele et al., OOPSLA 2014).
    private static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9UL;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EBUL;
        return word ^ (word >> 31);
    }
}
