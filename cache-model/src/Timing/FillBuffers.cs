namespace Sim.CacheModel;

/// <summary>The line-fill buffers of one core: what limits how many misses and write-backs are outstanding at once.</summary>
/// <param name="count">How many there are.</param>
internal sealed class FillBuffers(int count)
{
    private const long Held = long.MaxValue;

    private readonly long[] _busyUntil = new long[count];

    /// <summary>The buffer that is free first; one that is held only if all are.</summary>
    public int Earliest()
    {
        int earliest = 0;
        for (int i = 1; i < _busyUntil.Length; i++)
        {
            if (_busyUntil[i] < _busyUntil[earliest]) { earliest = i; }
        }
        return earliest;
    }

    /// <summary>Whether a line that is still being combined holds a buffer.</summary>
    public bool IsHeld(int buffer) => _busyUntil[buffer] == Held;

    /// <summary>When a buffer is free.</summary>
    public long FreeAt(int buffer) => _busyUntil[buffer];

    /// <summary>Takes a buffer until a known cycle.</summary>
    public void Occupy(int buffer, long until) => _busyUntil[buffer] = until;

    /// <summary>Takes a buffer until <see cref="Occupy"/> says how long.</summary>
    public void Hold(int buffer) => _busyUntil[buffer] = Held;
}
