namespace Sim.Structures;

/// <summary>The sizes of a <see cref="NodePool{TPmem}"/>.</summary>
/// <param name="AreaNodes">Nodes in an area, an even number: two share a line.</param>
/// <param name="RingLength">Freed nodes that a thread can remember; what exceeds them waits for the next recovery.</param>
public sealed record NodePoolGeometry(int AreaNodes, int RingLength)
{
    /// <summary>Areas of 32 KiB.</summary>
    public static NodePoolGeometry Paper { get; } = new(1024, 256);

    /// <summary>Areas of one line.</summary>
    public static NodePoolGeometry Small { get; } = new(2, 2);
}
