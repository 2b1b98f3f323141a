namespace Sim.CacheModel;

/// <summary>A resource that serves one request at a time and remembers when it is next free: a bus, a memory channel.</summary>
/// <remarks>
/// Requests come only nearly in order of time, so it remembers its last busy intervals and lets an earlier request use the
/// gap before a later one; feeding such requests to a plain next-free time costs bandwidth that the hardware has.
/// </remarks>
public sealed class Server
{
    private const int IntervalCount = 8;

    private readonly long[] _starts = new long[IntervalCount];
    private readonly long[] _ends = new long[IntervalCount];
    private int _count;

    /// <summary>Nothing may start before this: the end of the latest forgotten interval.</summary>
    private long _floor;

    /// <summary>Serves a request at the first moment when the server is free for all of it.</summary>
    /// <param name="arrival">The earliest start.</param>
    /// <param name="busyCycles">How long the server is taken.</param>
    /// <returns>When service starts.</returns>
    public long Serve(long arrival, long busyCycles)
    {
        if (_count > 0 && arrival >= _starts[_count - 1]) { return Append(Math.Max(arrival, _ends[_count - 1]), busyCycles); }
        long free = _floor;
        for (int i = 0; i < _count; i++)
        {
            long start = Math.Max(arrival, free);
            if (start + busyCycles <= _starts[i])
            {
                InsertBefore(i, start, busyCycles);
                return start;
            }
            free = _ends[i];
        }
        return Append(Math.Max(arrival, free), busyCycles);
    }

    private long Append(long start, long busyCycles)
    {
        if (_count > 0 && start == _ends[_count - 1])
        {
            _ends[_count - 1] = start + busyCycles;
            return start;
        }
        if (_count == IntervalCount) { ForgetOldest(); }
        _starts[_count] = start;
        _ends[_count] = start + busyCycles;
        _count++;
        return start;
    }

    private void InsertBefore(int index, long start, long busyCycles)
    {
        if (_count == IntervalCount)
        {
            if (index == 0)
            {
                _floor = Math.Max(_floor, start + busyCycles);
                return;
            }
            ForgetOldest();
            index--;
        }
        Array.Copy(_starts, index, _starts, index + 1, _count - index);
        Array.Copy(_ends, index, _ends, index + 1, _count - index);
        _starts[index] = start;
        _ends[index] = start + busyCycles;
        _count++;
    }

    private void ForgetOldest()
    {
        _floor = _ends[0];
        _count--;
        Array.Copy(_starts, 1, _starts, 0, _count);
        Array.Copy(_ends, 1, _ends, 0, _count);
    }
}
