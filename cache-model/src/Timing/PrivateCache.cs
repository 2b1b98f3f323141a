namespace Sim.CacheModel;

/// <summary>The L1 and L2 caches of one core; L2 includes L1.</summary>
/// <remarks>While a line is in L1, its L1 entry holds the state; the L2 entry catches up when the line leaves L1.</remarks>
internal sealed class PrivateCache(CacheParameters parameters)
{
    public CacheArray L1 { get; } = new(parameters.L1.Lines, parameters.L1.Ways);

    public CacheArray L2 { get; } = new(parameters.L2.Lines, parameters.L2.Ways);

    public LineState StateOf(int line)
    {
        int index = L1.Find(line);
        if (index >= 0) { return L1[index].State; }
        index = L2.Find(line);
        return index >= 0 ? L2[index].State : LineState.Invalid;
    }

    /// <summary>Copies a line that L2 holds into L1.</summary>
    public void Promote(int line, LineState state, long readyAt)
    {
        CacheEntry victim = L1.Insert(line, state, readyAt);
        if (victim.State == LineState.Invalid) { return; }
        int index = L2.Find(victim.Line);
        Invariant.Holds(index >= 0, "L2 includes L1");
        L2[index].State = victim.State;
    }

    /// <summary>Puts a new line into both levels; returns what L2 evicts, with its true state.</summary>
    public CacheEntry Fill(int line, LineState state, long readyAt)
    {
        CacheEntry victim = L2.Insert(line, state, readyAt);
        if (victim.State != LineState.Invalid)
        {
            CacheEntry upper = L1.Remove(victim.Line);
            if (upper.State != LineState.Invalid) { victim.State = upper.State; }
        }
        Promote(line, state, readyAt);
        return victim;
    }

    /// <summary>Drops a line; returns the state that it had.</summary>
    public LineState Invalidate(int line)
    {
        LineState upper = L1.Remove(line).State;
        LineState lower = L2.Remove(line).State;
        return upper != LineState.Invalid ? upper : lower;
    }

    /// <summary>Lowers a line's state to at most <paramref name="most"/>; returns the state that it had.</summary>
    public LineState Lower(int line, LineState most)
    {
        LineState state = StateOf(line);
        if (state <= most) { return state; }
        int index = L1.Find(line);
        if (index >= 0) { L1[index].State = most; }
        L2[L2.Find(line)].State = most;
        return state;
    }
}
