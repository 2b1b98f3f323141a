using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>What is left of a thread's arena: two line indexes of 32 bits in one word, so that it is read and written at once.</summary>
/// <param name="Word">The word as it is stored: the first free line in the low half, the line behind the arena in the high half.</param>
internal readonly record struct ArenaCursor(ulong Word)
{
    private const int HalfBits = 32;

    private ArenaCursor(long free, long end)
        : this((ulong)free | ((ulong)end << HalfBits))
    {
    }

    private long Free => (uint)Word;

    private long End => (long)(Word >> HalfBits);

    /// <summary>The cursor of an arena that nothing was taken from.</summary>
    /// <param name="start">The arena's first line.</param>
    /// <param name="lineCount">Its length.</param>
    public static ArenaCursor Over(long start, long lineCount) => new(start, start + lineCount);

    /// <summary>Takes lines from the arena's start.</summary>
    /// <param name="lineCount">How many.</param>
    /// <param name="alignmentLines">Of what number the first one's index is a multiple; a power of two.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="rest">The cursor over what is left.</param>
    /// <returns>Whether the arena has so many.</returns>
    public bool TryTake(long lineCount, long alignmentLines, out PmemAddress start, out ArenaCursor rest)
    {
        long first = (Free + alignmentLines - 1) & -alignmentLines;
        long free = first + lineCount;
        bool fits = free <= End;
        start = new PmemAddress(first << CacheLine.Shift);
        rest = fits ? new ArenaCursor(free, End) : this;
        return fits;
    }
}
