namespace Sim.Simulator;

/// <summary>The random choices of one device: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), the same for the same seed.</summary>
/// <param name="seed">The seed.</param>
internal struct DeviceRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        mixed ^= mixed >> 31;
        return (int)(((UInt128)mixed * (uint)bound) >> 64);
    }
}
