namespace Sim.Simulator;

/// <summary>The XPLines that a DIMM has read from its media lately; first in, first out.</summary>
internal sealed class ReadBuffer
{
    private readonly int[] _xpLines;
    private readonly long[] _readyAt;
    private int _next;

    public ReadBuffer(int xpLines)
    {
        _xpLines = new int[xpLines];
        _readyAt = new long[xpLines];
        Array.Fill(_xpLines, -1);
    }

    /// <summary>Whether an XPLine is here or on its way from the media, and since or until when.</summary>
    public bool Holds(int xpLine, out long readyAt)
    {
        int index = Array.IndexOf(_xpLines, xpLine);
        readyAt = index >= 0 ? _readyAt[index] : 0;
        return index >= 0;
    }

    /// <summary>Adds an XPLine; the oldest leaves.</summary>
    public void Add(int xpLine, long readyAt)
    {
        _xpLines[_next] = xpLine;
        _readyAt[_next] = readyAt;
        _next = _next + 1 == _xpLines.Length ? 0 : _next + 1;
    }

    /// <summary>Forgets an XPLine that was written.</summary>
    public void Remove(int xpLine)
    {
        int index = Array.IndexOf(_xpLines, xpLine);
        if (index >= 0) { _xpLines[index] = -1; }
    }
}
