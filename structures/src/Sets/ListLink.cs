using Sim.CacheModel;

namespace Sim.Structures;

/// <summary>A link of the list: the next node's address, and in its lowest bit whether the node that holds the link is removed.</summary>
/// <param name="Word">The word as it is stored.</param>
internal readonly record struct ListLink(long Word)
{
    private const long MarkBit = 1;

    /// <summary>The next node, or null.</summary>
    public PmemAddress Node => new(Word & ~MarkBit);

    /// <summary>Whether the node that holds this link is removed; the link then never changes again.</summary>
    public bool IsMarked => (Word & MarkBit) != 0;

    /// <summary>The same link, marked.</summary>
    public ListLink Marked => new(Word | MarkBit);
}
