using System.Runtime.CompilerServices;

namespace Sim.CacheModel;

/// <summary>A line in a cache.</summary>
/// <param name="Line">The line's index.</param>
/// <param name="State">Its state; invalid where an entry holds nothing.</param>
/// <param name="ReadyAt">When the line's data arrive; a hit before that waits.</param>
internal record struct CacheEntry(int Line, LineState State, long ReadyAt);

/// <summary>A set-associative array of lines with least-recently-used replacement.</summary>
/// <remarks>
/// The entries of a set stand in order of use, latest first: the usual hit finds its line in the first entry, and the
/// victim is always the last. An index that a method returns is valid until the next call that moves entries.
/// Tags stand apart from the entries, so that a set is searched with vector instructions in one cache line of the host.
/// </remarks>
internal sealed class CacheArray
{
    /// <summary>Of each entry the line's index + 1, or 0 if it holds nothing.</summary>
    private readonly int[] _tags;

    private readonly CacheEntry[] _entries;
    private readonly int _ways;
    private readonly uint _setCount;
    private readonly bool _isPowerOfTwo;

    public CacheArray(int lines, int ways)
    {
        Invariant.Holds(ways > 0 && lines >= ways && lines % ways == 0, "the platform loader checks cache shapes");
        _tags = new int[lines];
        _entries = new CacheEntry[lines];
        _ways = ways;
        _setCount = (uint)(lines / ways);
        _isPowerOfTwo = (_setCount & (_setCount - 1)) == 0;
    }

    public ref CacheEntry this[int index] => ref _entries[index];

    /// <summary>The index of a line's entry after making it the latest used, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Touch(int line)
    {
        int first = FirstOfSet(line);
        return _tags[first] == line + 1 ? first : TouchFurther(first, line);
    }

    /// <summary>The index of a line's entry, or -1, without counting as a use.</summary>
    public int Find(int line)
    {
        int first = FirstOfSet(line);
        int way = _tags.AsSpan(first, _ways).IndexOf(line + 1);
        return way < 0 ? -1 : first + way;
    }

    /// <summary>Puts a line that is absent in as the latest used.</summary>
    /// <returns>The entry that had to leave; its state is invalid if there was room.</returns>
    public CacheEntry Insert(int line, LineState state, long readyAt)
    {
        int first = FirstOfSet(line);
        int way = _tags.AsSpan(first, _ways).IndexOf(0);
        int leaving = first + (way < 0 ? _ways - 1 : way);
        CacheEntry victim = _entries[leaving];
        MoveBack(first, leaving);
        _tags[first] = line + 1;
        _entries[first] = new CacheEntry(line, state, readyAt);
        return victim;
    }

    /// <summary>Takes a line out and returns its entry; invalid if it was absent.</summary>
    public CacheEntry Remove(int line)
    {
        int index = Find(line);
        if (index < 0) { return default; }
        CacheEntry entry = _entries[index];
        _tags[index] = 0;
        _entries[index] = default;
        return entry;
    }

    private int FirstOfSet(int line) =>
        (int)(_isPowerOfTwo ? (uint)line & (_setCount - 1) : (uint)line % _setCount) * _ways;

    private int TouchFurther(int first, int line)
    {
        int index = Find(line);
        if (index < 0) { return -1; }
        CacheEntry entry = _entries[index];
        MoveBack(first, index);
        _tags[first] = line + 1;
        _entries[first] = entry;
        return first;
    }

    private void MoveBack(int first, int last)
    {
        Array.Copy(_tags, first, _tags, first + 1, last - first);
        Array.Copy(_entries, first, _entries, first + 1, last - first);
    }
}
