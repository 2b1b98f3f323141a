using Sim.CacheModel;

namespace Sim.Structures;

/// <summary>What a thread's dequeues came to: one persist word, so that it never tears.</summary>
/// <remarks>
/// The node of the thread's last successful dequeue, and in the two low bits of its address: whether a dequeue is under way,
/// and whether the last finished one found the queue empty. Friedman et al. allocate a fresh cell per dequeue, so that a slow
/// helper cannot answer a later one. Naming the node instead of its value serves the same end in one cell: a helper answers
/// by compare-exchange, which fails when the cell has moved on, and recovery sees whether a node was already delivered.
/// </remarks>
/// <param name="Word">The word as it is stored.</param>
internal readonly record struct QueueAnswer(long Word)
{
    private const long PendingBit = 1;
    private const long EmptyBit = 2;

    /// <summary>The node that was delivered last, or null.</summary>
    public PmemAddress Node => new(Word & ~(PendingBit | EmptyBit));

    /// <summary>Whether the last finished dequeue found the queue empty.</summary>
    public bool IsEmpty => (Word & EmptyBit) != 0;

    /// <summary>The same answer, with a dequeue under way.</summary>
    public QueueAnswer Announced => new(Word | PendingBit);

    /// <summary>The answer of a dequeue that found the queue empty.</summary>
    public QueueAnswer FoundEmpty => new(Node.Offset | EmptyBit);
}
