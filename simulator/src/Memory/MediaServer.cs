namespace Sim.Simulator;

/// <summary>The media of an Optane DIMM: one request at a time; reads go first unless writes pile up.</summary>
/// <remarks>
/// Writes wait in a queue and start when the media are idle; nobody waits for one unless the buffers in front are full. So a
/// write is started only when a later request tells that time has passed: a read that comes meanwhile still goes first.
/// </remarks>
/// <param name="capacity">Writes that can wait.</param>
internal sealed class MediaServer(int capacity)
{
    /// <summary>From so many waiting writes on, a write goes after at most as many reads.</summary>
    private const int WritePressure = 4;

    private readonly (long ReadyAt, long BusyCycles)[] _waiting = new (long, long)[capacity];
    private int _head;
    private int _readsInRow;
    private long _freeAt;

    /// <summary>Writes that have not started.</summary>
    public int WaitingCount { get; private set; }

    /// <summary>Lets time pass: starts every write that would have started before <paramref name="now"/>.</summary>
    public void Advance(long now)
    {
        while (WaitingCount > 0 && Math.Max(_freeAt, _waiting[_head].ReadyAt) < now) { StartOldestWrite(); }
    }

    /// <summary>Serves a read.</summary>
    /// <returns>When it starts.</returns>
    public long Read(long now, long busyCycles)
    {
        Advance(now);
        if (WaitingCount >= WritePressure && _readsInRow >= WritePressure) { StartOldestWrite(); }
        else { _readsInRow++; }
        long start = Math.Max(now, _freeAt);
        _freeAt = start + busyCycles;
        return start;
    }

    /// <summary>Queues a write.</summary>
    public void Write(long readyAt, long busyCycles)
    {
        if (WaitingCount == _waiting.Length) { StartOldestWrite(); }
        _waiting[(_head + WaitingCount) % _waiting.Length] = (readyAt, busyCycles);
        WaitingCount++;
    }

    /// <summary>Starts the write that waits longest.</summary>
    /// <returns>When it starts.</returns>
    public long StartOldestWrite()
    {
        (long readyAt, long busyCycles) = _waiting[_head];
        _head = (_head + 1) % _waiting.Length;
        WaitingCount--;
        _readsInRow = 0;
        long start = Math.Max(_freeAt, readyAt);
        _freeAt = start + busyCycles;
        return start;
    }
}
