namespace Sim.CacheModel;

/// <summary>The stores of one era, from a start to a crash: the history of each word, and which of its positions the crash may have left.</summary>
/// <param name="histories">The history of each word; words beyond the list had no stores.</param>
internal sealed class PersistLayer(int[] histories)
{
    /// <summary>The positions that are still possible, for each word; 0 stands for all of them.</summary>
    public int[] Positions { get; } = new int[histories.Length];

    /// <summary>How many words it knows.</summary>
    public int SlotCount => histories.Length;

    /// <summary>The history of a word that it knows.</summary>
    public int History(int slot) => histories[slot];

    /// <summary>The same with its own choice of positions.</summary>
    public PersistLayer Copy()
    {
        PersistLayer copy = new(histories);
        Positions.CopyTo(copy.Positions, 0);
        return copy;
    }
}
