using System.Runtime.InteropServices;

namespace Sim.Simulator;

/// <summary>Counts the media writes of each XPLine; a line that is written too often is moved, and the media stand still meanwhile.</summary>
/// <remarks>
/// Yang et al., FAST'20, figure 3: stores of about 50 us, only with hot spots of at most 64 KB, whose lines are written often
/// enough within the window; and rare stalls of about 15 us whatever the hot spot.
/// </remarks>
/// <param name="parameters">Thresholds and stalls.</param>
internal sealed class WearLevelling(OptaneParameters parameters)
{
    private readonly Dictionary<int, (int Writes, long Since)> _lines = [];
    private long _writes;

    /// <summary>How many moves there were.</summary>
    public int Moves { get; private set; }

    /// <summary>Lets a line have been written some times before now.</summary>
    public void Age(int xpLine, int writes) => _lines[xpLine] = (writes, 0);

    /// <summary>Counts a write.</summary>
    /// <returns>How long the media stand still because of it; 0 as a rule.</returns>
    public long Written(int xpLine, long now)
    {
        _writes++;
        long minor = parameters.MinorStallWrites > 0 && _writes % parameters.MinorStallWrites == 0 ? parameters.MinorStallTicks : 0;
        if (parameters.WearThreshold == 0) { return minor; }
        ref (int Writes, long Since) line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, xpLine, out _);
        if (now - line.Since > parameters.WearWindowTicks) { line = (0, now); }
        if (++line.Writes < parameters.WearThreshold) { return minor; }
        line = (0, now);
        Moves++;
        return parameters.WearStallTicks;
    }
}
