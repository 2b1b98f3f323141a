namespace Sim.Explorer.Traces;

/// <summary>The markers that a program has passed.</summary>
/// <remarks>One thread passes markers while others may ask for the first so many.</remarks>
internal sealed class MarkerPath
{
    private const string Begin = ".BEGIN";
    private const string End = ".END";
    private readonly List<string> _names = [];

    /// <summary>How many markers were passed.</summary>
    public int Count => _names.Count;

    /// <summary>Passes a marker.</summary>
    /// <returns>Whether an operation begins or ends with it.</returns>
    public bool Pass(string name)
    {
        lock (_names) { _names.Add(name); }
        return name.EndsWith(Begin, StringComparison.Ordinal) || name.EndsWith(End, StringComparison.Ordinal);
    }

    /// <summary>The first markers in order.</summary>
    public IReadOnlyList<string> First(int count)
    {
        lock (_names) { return _names[..count]; }
    }

    /// <summary>The operations that had begun and not ended after the first <paramref name="count"/> markers.</summary>
    public IReadOnlyList<string> OpenAfter(int count)
    {
        List<string> open = [];
        foreach (string name in First(count))
        {
            if (name.EndsWith(Begin, StringComparison.Ordinal)) { open.Add(name[..^Begin.Length]); }
            else if (name.EndsWith(End, StringComparison.Ordinal) && open.LastIndexOf(name[..^End.Length]) is int at and >= 0) { open.RemoveAt(at); }
        }
        return open;
    }
}
