namespace Sim.Simulator;

/// <summary>Delays loads of lines that were persisted a moment ago, as Optane DIMMs do.</summary>
/// <remarks>
/// Xiang et al., EuroSys'22, figure 7: a load soon after the persist of the same line takes over a microsecond. In the second
/// generation only non-temporal stores have this effect.
/// </remarks>
internal sealed class ReadAfterPersist
{
    /// <summary>More places than writes fit into the window; two lines that share a place forget the older write.</summary>
    private const int Places = 1 << 12;

    private readonly long _windowTicks;
    private readonly long _maxWaitTicks;
    private readonly bool _onlyNonTemporal;
    private readonly int[] _lines;
    private readonly long[] _acceptedAt;
    private long _lastAcceptedAt;

    /// <summary>Makes the memory of a channel's latest writes.</summary>
    public ReadAfterPersist(MemoryParameters parameters)
    {
        _windowTicks = parameters.Optane?.ReadAfterPersistWindowCycles ?? 0;
        _maxWaitTicks = parameters.Optane?.ReadAfterPersistMaxCycles ?? 0;
        _onlyNonTemporal = parameters.Optane?.ReadAfterPersistOnlyNonTemporal ?? false;
        _lastAcceptedAt = -_windowTicks;
        int places = _windowTicks == 0 ? 0 : Places;
        _lines = new int[places];
        _acceptedAt = new long[places];
    }

    /// <summary>Remembers a write.</summary>
    public void Accepted(int line, long now, bool isNonTemporal)
    {
        if (_windowTicks == 0 || (_onlyNonTemporal && !isNonTemporal)) { return; }
        int place = Place(line);
        _lines[place] = line + 1;
        _acceptedAt[place] = now;
        _lastAcceptedAt = Math.Max(_lastAcceptedAt, now);
    }

    /// <summary>When a load of the line may start.</summary>
    public long MayStartAt(int line, long now)
    {
        if (_lastAcceptedAt + _windowTicks <= now) { return now; }
        int place = Place(line);
        return _lines[place] != line + 1 ? now : Math.Max(now, Math.Min(_acceptedAt[place] + _windowTicks, now + _maxWaitTicks));
    }

    private static int Place(int line) => (int)(((uint)line * 0x9E3779B1u) >> 20);
}
