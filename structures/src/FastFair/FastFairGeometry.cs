using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The size of a FAST&amp;FAIR page, fixed for the tree's life.</summary>
/// <param name="PageBytes">Bytes of a page: whole cache lines, at least two.</param>
/// <exception cref="InputException">The size is none of those.</exception>
public sealed record FastFairGeometry(int PageBytes)
{
    /// <summary>Bytes of a page's header.</summary>
    public const int HeaderBytes = 32;

    /// <summary>Bytes of a record: key and pointer.</summary>
    public const int RecordBytes = 16;

    /// <summary>512 bytes, 30 records, as in the paper.</summary>
    public static FastFairGeometry Paper { get; } = new(512);

    /// <summary>
    /// Three lines, ten records: the tenth insert splits, and what the cut leaves behind in the lower page reaches into a line of its own.
    /// </summary>
    public static FastFairGeometry Small { get; } = new(192);

    /// <summary>Bytes of a page.</summary>
    public int PageBytes { get; } = PageBytes >= 2 * CacheLine.Bytes && PageBytes % CacheLine.Bytes == 0
        ? PageBytes
        : throw new InputException($"page bytes is {PageBytes}, expected a multiple of {CacheLine.Bytes} from {2 * CacheLine.Bytes} on");

    /// <summary>Records that have a place in a page.</summary>
    public int Cardinality { get; } = (PageBytes - HeaderBytes) / RecordBytes;

    /// <summary>The most records that a page holds: the last place is the terminator's.</summary>
    public int Capacity => Cardinality - 1;

    /// <summary>What a pool must have been made for, to be read with this geometry.</summary>
    public string Layout => $"FAST&FAIR, pages of {PageBytes} bytes";
}
