namespace Sim.Explorer.Traces;

/// <summary>A persist unit (a cache line, or a word) of a traced file: its contents in store order, and how many are guaranteed.</summary>
/// <remarks>
/// Position p is the content after p stores. A crash leaves the content of a position from <see cref="Lower"/>, what flushes and
/// fences guarantee, to <see cref="Upper"/>, all stores so far (semantics: a line is written back whole, so a crash keeps a
/// prefix of its stores; Cohen et al., OOPSLA 2017). Positions below the guarantee are dropped between operations.
/// </remarks>
/// <param name="index">The unit's number.</param>
/// <param name="place">The place of its first byte.</param>
/// <param name="content">The content before the first store.</param>
internal sealed class TracedUnit(int index, ulong place, int content)
{
    private readonly List<int> _contents = [content];
    private readonly List<int> _texts = [0];

    /// <summary>The unit's number.</summary>
    public int Index => index;

    /// <summary>The place of its first byte.</summary>
    public ulong Place => place;

    /// <summary>The lowest position that is still known.</summary>
    public int Floor { get; private set; }

    /// <summary>The lowest position that a crash may leave.</summary>
    public int Lower { get; private set; }

    /// <summary>The highest position that a crash may leave.</summary>
    public int Upper => Floor + _contents.Count - 1;

    /// <summary>The bounds at the crash points of the current operation, oldest first, wherever they differ from those before.</summary>
    public List<BoundStep> Steps { get; } = [];

    /// <summary>Whether the unit takes part in the current operation.</summary>
    public bool IsInGroup { get; set; }

    /// <summary>Whether the bounds moved since the last crash point.</summary>
    public bool HasMoved { get; set; }

    /// <summary>The number of positions at the last crash point.</summary>
    public int LastWidth { get; set; } = 1;

    /// <summary>The number of contents that a crash may leave now, the same one counted as often as it occurs.</summary>
    public int Width => Upper - Lower + 1;

    /// <summary>The content at a position.</summary>
    public int ContentAt(int position) => _contents[position - Floor];

    /// <summary>The call stack of the store that led to a position.</summary>
    public int TextAt(int position) => _texts[position - Floor];

    /// <summary>Appends a store.</summary>
    public void Append(int newContent, int text)
    {
        _contents.Add(newContent);
        _texts.Add(text);
    }

    /// <summary>Guarantees all stores up to a position; a bound never sinks.</summary>
    /// <returns>Whether the bound rose.</returns>
    public bool RaiseTo(int position)
    {
        if (position <= Lower) { return false; }
        Lower = position;
        return true;
    }

    /// <summary>Forgets the operation's steps and what no crash can leave any more.</summary>
    public void Trim()
    {
        Steps.Clear();
        if (Lower == Floor) { return; }
        _contents.RemoveRange(0, Lower - Floor);
        _texts.RemoveRange(0, Lower - Floor);
        Floor = Lower;
    }

    /// <summary>The bounds at a crash point of the current operation.</summary>
    public BoundStep BoundsAt(int point)
    {
        int low = 0;
        int high = Steps.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Steps[middle].Point > point) { high = middle; } else { low = middle + 1; }
        }

        // Before its first step a unit holds what it held when the operation began.
        return low == 0 ? new BoundStep(0, Floor, Floor) : Steps[low - 1];
    }

    /// <summary>Records the bounds at a crash point; those of an earlier point with the same number are replaced.</summary>
    public void RecordBounds(int point)
    {
        if (Steps.Count > 0 && Steps[^1].Point == point) { Steps.RemoveAt(Steps.Count - 1); }
        Steps.Add(new BoundStep(point, Lower, Upper));
    }
}

/// <summary>The bounds of a unit from a crash point on.</summary>
/// <param name="Point">The crash point's number in the operation.</param>
/// <param name="Lower">The lowest position that a crash may leave.</param>
/// <param name="Upper">The highest one.</param>
internal readonly record struct BoundStep(int Point, int Lower, int Upper);
