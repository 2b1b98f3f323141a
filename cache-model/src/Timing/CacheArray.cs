using System.Runtime.CompilerServices;

namespace Sim.CacheModel;

/// <summary>A line in a cache.</summary>
/// <remarks>The tag is the line's index + 1, so that zeroed memory is an empty cache.</remarks>
internal struct CacheEntry
{
    public int Tag;
    public LineState State;

    /// <summary>When the line's data arrive; a hit before that waits.</summary>
    public long ReadyAt;

    public readonly int Line => Tag - 1;
}

/// <summary>A set-associative array of lines with least-recently-used replacement.</summary>
/// <remarks>
/// The entries of a set stand in order of use, latest first: the usual hit finds its line in the first entry, and the
/// victim is always the last. An index that a method returns is valid until the next call that moves entries.
/// </remarks>
internal sealed class CacheArray
{
    private readonly CacheEntry[] _entries;
    private readonly int _ways;
    private readonly uint _setCount;
    private readonly bool _isPowerOfTwo;

    public CacheArray(int lines, int ways)
    {
        Invariant.Holds(ways > 0 && lines >= ways && lines % ways == 0, "the platform loader checks cache shapes");
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
        return _entries[first].Tag == line + 1 ? first : TouchFurther(first, line);
    }

    /// <summary>The index of a line's entry, or -1, without counting as a use.</summary>
    public int Find(int line)
    {
        int first = FirstOfSet(line);
        for (int i = first; i < first + _ways; i++)
        {
            if (_entries[i].Tag == line + 1) { return i; }
        }
        return -1;
    }

    /// <summary>Puts a line that is absent in as the latest used.</summary>
    /// <returns>The entry that had to leave; its state is invalid if there was room.</returns>
    public CacheEntry Insert(int line, LineState state, long readyAt)
    {
        int first = FirstOfSet(line);
        int free = first;
        while (free < first + _ways - 1 && _entries[free].State != LineState.Invalid) { free++; }
        CacheEntry victim = _entries[free];
        MoveBack(first, free);
        _entries[first] = new CacheEntry { Tag = line + 1, State = state, ReadyAt = readyAt };
        return victim;
    }

    /// <summary>Takes a line out and returns its entry; invalid if it was absent.</summary>
    public CacheEntry Remove(int line)
    {
        int index = Find(line);
        if (index < 0) { return default; }
        CacheEntry entry = _entries[index];
        _entries[index] = default;
        return entry;
    }

    private int FirstOfSet(int line) =>
        (int)(_isPowerOfTwo ? (uint)line & (_setCount - 1) : (uint)line % _setCount) * _ways;

    private int TouchFurther(int first, int line)
    {
        for (int i = first + 1; i < first + _ways; i++)
        {
            if (_entries[i].Tag != line + 1) { continue; }
            CacheEntry entry = _entries[i];
            MoveBack(first, i);
            _entries[first] = entry;
            return first;
        }
        return -1;
    }

    private void MoveBack(int first, int last) =>
        Array.Copy(_entries, first, _entries, first + 1, last - first);
}
