namespace Sim.Simulator;

/// <summary>Delays loads of lines that were persisted a moment ago, as Optane DIMMs do.</summary>
/// <remarks>
/// Xiang et al., EuroSys'22, figure 7: a load soon after the persist of the same line takes over a microsecond. In the second
/// generation only non-temporal stores have this effect.
/// </remarks>
internal sealed class ReadAfterPersist
{
    /// <summary>Bounds the memory that an extreme platform file can ask for; beyond it the oldest writes are forgotten early.</summary>
    private const long MostWrites = 1 << 16;

    private readonly long _windowCycles;
    private readonly long _maxWaitCycles;
    private readonly bool _onlyNonTemporal;
    private readonly int[] _lines;
    private readonly long[] _acceptedAt;
    private int _next;
    private long _lastAcceptedAt;

    /// <summary>Makes the memory of a channel's latest writes.</summary>
    public ReadAfterPersist(MemoryParameters parameters)
    {
        _windowCycles = parameters.Optane?.ReadAfterPersistWindowCycles ?? 0;
        _maxWaitCycles = parameters.Optane?.ReadAfterPersistMaxCycles ?? 0;
        _onlyNonTemporal = parameters.Optane?.ReadAfterPersistOnlyNonTemporal ?? false;
        _lastAcceptedAt = -_windowCycles;

        // Of the writes accepted within the window, those that had their turn on the bus fit into it; the others are in the queue.
        long writes = (_windowCycles / Math.Max(1, parameters.WriteSlotCycles)) + 1 + parameters.WpqEntries;
        int capacity = _windowCycles == 0 ? 0 : (int)Math.Min(writes, MostWrites);
        _lines = new int[capacity];
        _acceptedAt = new long[capacity];
    }

    /// <summary>Remembers a write.</summary>
    public void Accepted(int line, long now, bool isNonTemporal)
    {
        if (_windowCycles == 0 || (_onlyNonTemporal && !isNonTemporal)) { return; }
        _lines[_next] = line + 1;
        _acceptedAt[_next] = now;
        _next = _next + 1 == _lines.Length ? 0 : _next + 1;
        _lastAcceptedAt = Math.Max(_lastAcceptedAt, now);
    }

    /// <summary>When a load of the line may start.</summary>
    public long MayStartAt(int line, long now)
    {
        if (_lastAcceptedAt + _windowCycles <= now) { return now; }

        // The newest write of the line counts: first those before the ring's next place, from the latest on, then the older ones.
        int index = _lines.AsSpan(0, _next).LastIndexOf(line + 1);
        if (index < 0) { index = _lines.AsSpan().LastIndexOf(line + 1); }
        return index < 0 ? now : Math.Max(now, Math.Min(_acceptedAt[index] + _windowCycles, now + _maxWaitCycles));
    }
}
