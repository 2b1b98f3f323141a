using Sim.CacheModel;

namespace Sim.Structures;

/// <summary>A link with two bits: the node that holds it is removed, and the link may not be persistent yet.</summary>
/// <param name="Word">The word as it is stored.</param>
internal readonly record struct LogFreeLink(long Word)
{
    private const long MarkBit = 1;
    private const long DirtyBit = 2;

    /// <summary>The node that the link leads to.</summary>
    public PmemAddress Node => new(Word & ~(MarkBit | DirtyBit));

    /// <summary>Whether the node that holds the link is removed.</summary>
    public bool IsMarked => (Word & MarkBit) != 0;

    /// <summary>Whether the link may not be persistent yet.</summary>
    public bool IsDirty => (Word & DirtyBit) != 0;

    /// <summary>The link with the removal of its node.</summary>
    public LogFreeLink Marked => new(Word | MarkBit);

    /// <summary>The link as one that may not be persistent.</summary>
    public LogFreeLink Dirty => new(Word | DirtyBit);

    /// <summary>The link as one that is persistent.</summary>
    public LogFreeLink Clean => new(Word & ~DirtyBit);

    /// <summary>A persistent link to a node.</summary>
    public static LogFreeLink To(PmemAddress node) => new(node.Offset);
}
