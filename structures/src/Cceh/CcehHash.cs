namespace Sim.Structures;

/// <summary>The fixed hash of CCEH's keys: its top bits choose the segment, its low bits the bucket.</summary>
/// <remarks>
/// The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, figure 16). It is a bijection of 64-bit words, so
/// different keys always part after enough splits.
/// </remarks>
public static class CcehHash
{
    /// <summary>The hash of a key.</summary>
    public static ulong Of(ulong key)
    {
        ulong mixed = key + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>The top <paramref name="depth"/> bits of a hash, as a number.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="depth">How many bits, 0 to 63.</param>
    public static ulong Prefix(ulong hash, int depth) => hash >> 1 >> (63 - depth);
}
