namespace Sim.Simulator;

/// <summary>Some XPLines and which of their four lines have been written, in the order of arrival.</summary>
/// <param name="capacity">The most that it holds.</param>
internal sealed class XpLineSet(int capacity)
{
    /// <summary>All four lines written.</summary>
    public const byte Full = 0b1111;

    private readonly int[] _xpLines = new int[capacity];
    private readonly byte[] _written = new byte[capacity];

    /// <summary>How many XPLines it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The position of an XPLine, or -1.</summary>
    public int Find(int xpLine) => Array.IndexOf(_xpLines, xpLine, 0, Count);

    /// <summary>How many of the XPLines are not in another set.</summary>
    public int CountMissingFrom(XpLineSet other)
    {
        int missing = 0;
        for (int i = 0; i < Count; i++)
        {
            if (other.Find(_xpLines[i]) < 0) { missing++; }
        }
        return missing;
    }

    /// <summary>Marks lines of the XPLine at a position as written; returns all that are.</summary>
    public byte Merge(int position, byte written) => _written[position] |= written;

    /// <summary>Adds an XPLine at the end; returns its position.</summary>
    public int Add(int xpLine, byte written)
    {
        _xpLines[Count] = xpLine;
        _written[Count] = written;
        return Count++;
    }

    /// <summary>Takes the XPLine at a position out.</summary>
    public (int XpLine, byte Written) RemoveAt(int position)
    {
        (int, byte) removed = (_xpLines[position], _written[position]);
        Count--;
        Array.Copy(_xpLines, position + 1, _xpLines, position, Count - position);
        Array.Copy(_written, position + 1, _written, position, Count - position);
        return removed;
    }
}
