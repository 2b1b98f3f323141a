namespace Sim.Simulator;

/// <summary>The part of the DIMM's address indirection table that it keeps at hand: 4 KB pages, 16 ways, least recently used leaves.</summary>
/// <param name="pages">Pages in all.</param>
internal sealed class AddressTranslation(int pages)
{
    /// <summary>Associativity; the set comes from the address bits just above the page.</summary>
    public const int Ways = 16;

    private const int LinesPerPageShift = 6;

    private readonly int[] _tags = new int[pages];
    private readonly int _setCount = pages / Ways;

    /// <summary>Whether the translation of a line is at hand; it is from now on.</summary>
    public bool Touch(int line)
    {
        int page = line >> LinesPerPageShift;
        Span<int> set = _tags.AsSpan(page % _setCount * Ways, Ways);
        int index = set.IndexOf(page + 1);
        bool hit = index >= 0;
        if (!hit) { index = Ways - 1; }
        set[..index].CopyTo(set[1..]);
        set[0] = page + 1;
        return hit;
    }
}
