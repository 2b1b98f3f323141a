namespace Sim.Structures;

/// <summary>The generator of timed workloads: a pure function, so that any operation can be named without the ones before.</summary>
/// <remarks>Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014 (finalizer: Stafford's mix 13).</remarks>
internal static class SplitMix64
{
    /// <summary>The random word of a thread's operation.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="thread">The thread, from 0.</param>
    /// <param name="index">The operation, from 0.</param>
    public static ulong At(ulong seed, int thread, int index)
    {
        ulong stream = ((ulong)(uint)thread << 32) | (uint)index;
        ulong z = seed + ((stream + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A random number from 1 to a bound, or without bound one that practically no other operation gets.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="thread">The thread, from 0.</param>
    /// <param name="index">The operation, from 0.</param>
    /// <param name="bound">The largest number, or 0 for none.</param>
    public static ulong NumberAt(ulong seed, int thread, int index, int bound)
    {
        ulong largest = bound == 0 ? ulong.MaxValue : (ulong)bound;
        return 1 + (At(seed, thread, index) % largest);
    }
}
