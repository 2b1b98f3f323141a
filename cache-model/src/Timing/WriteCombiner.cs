namespace Sim.CacheModel;

/// <summary>The lines that non-temporal stores are filling, oldest first; each holds a fill buffer.</summary>
/// <param name="capacity">At most as many as there are fill buffers.</param>
internal sealed class WriteCombiner(int capacity)
{
    private const byte FullMask = 0xFF;

    private readonly OpenLine[] _open = new OpenLine[capacity];

    /// <summary>How many lines are open.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a word to an open line.</summary>
    /// <returns>The line's position, or -1 if the line is not open.</returns>
    public int Add(int line, int wordIndex)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_open[i].Line != line) { continue; }
            _open[i].Words |= (byte)(1 << wordIndex);
            return i;
        }
        return -1;
    }

    /// <summary>Opens a line with one word.</summary>
    /// <returns>Its position.</returns>
    public int Open(int line, int wordIndex, int buffer)
    {
        _open[Count] = new OpenLine { Line = line, Buffer = buffer, Words = (byte)(1 << wordIndex) };
        return Count++;
    }

    /// <summary>Whether all eight words of the line at a position are there.</summary>
    public bool IsFull(int position) => _open[position].Words == FullMask;

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
        public byte Words;
    }
}
