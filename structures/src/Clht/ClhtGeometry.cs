using System.Numerics;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The size that a P-CLHT table starts with.</summary>
/// <param name="InitialBuckets">Buckets of the first table, a power of two.</param>
/// <exception cref="InputException">The number is no power of two.</exception>
public sealed record ClhtGeometry(int InitialBuckets)
{
    /// <summary>512 buckets, as in the runs of the original that the counts are compared with.</summary>
    public static ClhtGeometry Paper { get; } = new(512);

    /// <summary>One bucket: the fourth key chains a second one, and so resizes the table.</summary>
    public static ClhtGeometry Small { get; } = new(1);

    /// <summary>Buckets of the first table.</summary>
    public int InitialBuckets { get; } = BitOperations.IsPow2(InitialBuckets)
        ? InitialBuckets
        : throw new InputException($"initial buckets is {InitialBuckets}, expected a power of two");
}
