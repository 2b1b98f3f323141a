namespace Sim.Simulator;

/// <summary>Delays loads of lines that were persisted a moment ago, as Optane DIMMs of the first generation do.</summary>
/// <remarks>Xiang et al., EuroSys'22, figure 7: a load soon after the persist of the same line takes over a microsecond.</remarks>
/// <param name="windowCycles">How long after the write a load of the line waits.</param>
/// <param name="maxWaitCycles">The longest wait.</param>
internal sealed class ReadAfterPersist(long windowCycles, long maxWaitCycles)
{
    /// <summary>More lines than one core can persist within the window.</summary>
    private const int Capacity = 128;

    private readonly int[] _lines = new int[Capacity];
    private readonly long[] _acceptedAt = new long[Capacity];
    private int _next;

    /// <summary>Remembers a write.</summary>
    public void Accepted(int line, long now)
    {
        if (windowCycles == 0) { return; }
        int index = Array.IndexOf(_lines, line + 1);
        if (index < 0)
        {
            index = _next;
            _next = (_next + 1) % Capacity;
        }
        _lines[index] = line + 1;
        _acceptedAt[index] = now;
    }

    /// <summary>When a load of the line may start.</summary>
    public long MayStartAt(int line, long now)
    {
        if (windowCycles == 0) { return now; }
        int index = Array.IndexOf(_lines, line + 1);
        return index < 0 ? now : Math.Max(now, Math.Min(_acceptedAt[index] + windowCycles, now + maxWaitCycles));
    }
}
