namespace Sim.CacheModel;

/// <summary>The lines that non-temporal stores are filling, oldest first; each holds a fill buffer.</summary>
/// <param name="capacity">At most as many as there are fill buffers.</param>
internal sealed class WriteCombiner(int capacity)
{
    private readonly OpenLine[] _open = new OpenLine[capacity];

    /// <summary>How many lines are open.</summary>
    public int Count { get; private set; }

    /// <summary>The mask of some bytes of a line, for <see cref="Add"/> and <see cref="Open"/>.</summary>
    /// <param name="first">The first byte's position in the line.</param>
    /// <param name="count">How many bytes, at most 8; they do not cross the line's end.</param>
    public static ulong Bytes(int first, int count) => (ulong.MaxValue >> (CacheLine.Bytes - count)) << first;

    /// <summary>Adds bytes to an open line.</summary>
    /// <returns>The line's position, or -1 if the line is not open.</returns>
    public int Add(int line, ulong bytes)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_open[i].Line != line) { continue; }
            _open[i].Written |= bytes;
            return i;
        }
        return -1;
    }

    /// <summary>Opens a line with its first bytes.</summary>
    /// <returns>Its position.</returns>
    public int Open(int line, ulong bytes, int buffer)
    {
        _open[Count] = new OpenLine { Line = line, Buffer = buffer, Written = bytes };
        return Count++;
    }

    /// <summary>Whether all 64 bytes of the line at a position are there.</summary>
    public bool IsFull(int position) => _open[position].Written == ulong.MaxValue;

    /// <summary>Closes the line at a position.</summary>
    public (int Line, int Buffer) Close(int position)
    {
        OpenLine closed = _open[position];
        Count--;
        Array.Copy(_open, position + 1, _open, position, Count - position);
        return (closed.Line, closed.Buffer);
    }

    private struct OpenLine
    {
        public int Line;
        public int Buffer;
        public ulong Written;
    }
}
