namespace Sim.Simulator;

/// <summary>The writes that a memory controller has accepted and its device has not yet taken; they leave in order.</summary>
/// <param name="entryCount">Its capacity.</param>
internal sealed class WritePendingQueue(int entryCount)
{
    private readonly long[] _leaveAt = new long[entryCount];
    private int _next;

    /// <summary>When the newest write leaves.</summary>
    public long LastLeaveAt { get; private set; }

    /// <summary>The first cycle from <paramref name="now"/> on in which an entry is free.</summary>
    public long FreeAt(long now) => Math.Max(now, _leaveAt[_next]);

    /// <summary>Takes that entry until the device takes the line.</summary>
    public void Enter(long leaveAt)
    {
        LastLeaveAt = leaveAt;
        _leaveAt[_next] = leaveAt;
        _next = _next + 1 == _leaveAt.Length ? 0 : _next + 1;
    }
}
