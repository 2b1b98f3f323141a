using System.Numerics;

namespace Sim.CacheModel;

/// <summary>Private L1 and L2 caches per core, a shared last-level cache, and the coherence between them.</summary>
/// <remarks>
/// MESI with a directory that knows exactly which cores hold a line. The last level is a victim cache, as on Skylake-SP and
/// later: memory fills the private caches, and what these evict goes to the last level. Its own dirty victims are written
/// back one line at a time, in the order of replacement, which is why unflushed data reach an Optane DIMM as partial XPLines
/// (Yang et al., FAST'20, section 5.2).
/// </remarks>
public sealed class CacheHierarchy
{
    private readonly CacheParameters _parameters;
    private readonly PrivateCache[] _cores;
    private readonly CacheArray _llc;
    private readonly IMemoryPort _memory;

    /// <summary>For each line the set of cores that hold it; empty with one core, where only that core can.</summary>
    private readonly ulong[] _holders;

    /// <summary>Makes empty caches.</summary>
    /// <param name="parameters">Sizes and latencies.</param>
    /// <param name="coreCount">Cores, from 1 to 64.</param>
    /// <param name="lineCount">Lines of the mapping.</param>
    /// <param name="memory">What lies behind.</param>
    public CacheHierarchy(CacheParameters parameters, int coreCount, int lineCount, IMemoryPort memory)
    {
        Invariant.Holds(coreCount is >= 1 and <= 64, "a directory entry is one machine word");
        _parameters = parameters;
        _cores = new PrivateCache[coreCount];
        for (int core = 0; core < coreCount; core++) { _cores[core] = new PrivateCache(parameters); }
        _llc = new CacheArray(parameters.Llc.Lines, parameters.Llc.Ways);
        _memory = memory;
        _holders = coreCount > 1 ? new ulong[lineCount] : [];
    }

    /// <summary>How often each level answered.</summary>
    public CacheCounters Counters { get; } = new();

    /// <summary>Reads a line that the core's L1 cache holds.</summary>
    /// <returns>False if it does not hold it: the access needs a fill buffer.</returns>
    public bool TryRead(int core, int line, long now, out CacheAccess access)
    {
        CacheArray l1 = _cores[core].L1;
        int index = l1.Touch(line);
        if (index < 0)
        {
            access = default;
            return false;
        }
        Counters.L1Hits++;
        access = Answer(now + _parameters.L1.HitCycles, l1[index].ReadyAt, StallCause.L1Hit);
        return true;
    }

    /// <summary>Writes a line that the core's L1 cache holds alone.</summary>
    /// <returns>False if it does not: ownership must be requested, which needs a fill buffer.</returns>
    public bool TryOwn(int core, int line, long now, out CacheAccess access)
    {
        CacheArray l1 = _cores[core].L1;
        int index = l1.Touch(line);
        if (index < 0 || l1[index].State < LineState.Exclusive)
        {
            access = default;
            return false;
        }
        l1[index].State = LineState.Modified;
        Counters.L1Hits++;
        access = Answer(now, l1[index].ReadyAt, StallCause.L1Hit);
        return true;
    }

    /// <summary>Makes a line clean everywhere, or drops it everywhere.</summary>
    /// <returns>Whether it was newer than memory, so that it must be written.</returns>
    public bool Clean(int line, bool invalidate)
    {
        bool wasDirty = false;
        for (ulong rest = Holders(line); rest != 0; rest &= rest - 1)
        {
            PrivateCache core = _cores[BitOperations.TrailingZeroCount(rest)];
            wasDirty |= (invalidate ? core.Invalidate(line) : core.Lower(line, LineState.Exclusive)) == LineState.Modified;
        }
        int shared = _llc.Find(line);
        if (shared >= 0)
        {
            wasDirty |= _llc[shared].State == LineState.Modified;
            _llc[shared].State = LineState.Exclusive;
        }
        if (invalidate)
        {
            _llc.Remove(line);
            SetHolders(line, 0);
        }
        return wasDirty;
    }

    /// <summary>Brings a line in for reading that <see cref="TryRead"/> did not find.</summary>
    public CacheAccess ReadMiss(int core, int line, long now)
    {
        PrivateCache own = _cores[core];
        int index = own.L2.Touch(line);
        if (index >= 0)
        {
            Counters.L2Hits++;
            CacheAccess hit = Answer(now + _parameters.L2.HitCycles, own.L2[index].ReadyAt, StallCause.L2Hit);
            own.Promote(line, own.L2[index].State, hit.DoneAt);
            return hit;
        }
        ulong others = Holders(line) & ~(1UL << core);
        if (_cores.Length > 1 && others != 0)
        {
            Counters.Transfers++;
            ShareFromOthers(line, others, now);
            return Fill(core, line, LineState.Shared, new CacheAccess(now + _parameters.TransferCycles, StallCause.Coherence), now);
        }
        CacheAccess below = ReadBelowL2(line, now, out bool isDirty);
        return Fill(core, line, isDirty ? LineState.Modified : LineState.Exclusive, below, now);
    }

    /// <summary>Brings a line in for writing that <see cref="TryOwn"/> did not find, or found shared; other cores lose it.</summary>
    public CacheAccess OwnMiss(int core, int line, long now)
    {
        PrivateCache own = _cores[core];
        int l1Index = own.L1.Touch(line);
        ulong others = _cores.Length > 1 ? Holders(line) & ~(1UL << core) : 0;
        int index = own.L2.Touch(line);
        bool takesFromOthers = TakeFromOthers(line, others);
        if (index < 0)
        {
            if (!takesFromOthers) { return Fill(core, line, LineState.Modified, ReadBelowL2(line, now, out _), now); }
            Counters.Transfers++;
            return Fill(core, line, LineState.Modified, new CacheAccess(now + _parameters.TransferCycles, StallCause.Coherence), now);
        }
        SetHolders(line, 1UL << core);
        // A copy that was shared through the last level is stale from now on, also when no other core holds it any more.
        _llc.Remove(line);
        CacheAccess access;
        if (takesFromOthers)
        {
            Counters.Transfers++;
            access = new CacheAccess(now + _parameters.TransferCycles, StallCause.Coherence);
        }
        else if (l1Index >= 0)
        {
            Counters.L1Hits++;
            access = Answer(now, own.L1[l1Index].ReadyAt, StallCause.L1Hit);
        }
        else
        {
            Counters.L2Hits++;
            access = Answer(now + _parameters.L2.HitCycles, own.L2[index].ReadyAt, StallCause.L2Hit);
        }
        own.L2[index].State = LineState.Modified;
        if (l1Index < 0) { own.Promote(line, LineState.Modified, access.DoneAt); }
        else { own.L1[l1Index] = new CacheEntry(line, LineState.Modified, access.DoneAt); }
        return access;
    }

    private CacheAccess ReadBelowL2(int line, long now, out bool isDirty)
    {
        CacheEntry entry = _llc.Remove(line);
        isDirty = entry.State == LineState.Modified;
        if (entry.State != LineState.Invalid)
        {
            Counters.LlcHits++;
            return new CacheAccess(now + _parameters.Llc.HitCycles, StallCause.LlcHit);
        }
        Counters.MemoryReads++;
        return new CacheAccess(_memory.Read(line, now), StallCause.MemoryRead);
    }

    /// <summary>Invalidates a line in other cores and in the last level; whether any other core held it.</summary>
    private bool TakeFromOthers(int line, ulong others)
    {
        if (others == 0) { return false; }
        for (ulong rest = others; rest != 0; rest &= rest - 1)
        {
            _cores[BitOperations.TrailingZeroCount(rest)].Invalidate(line);
        }
        _llc.Remove(line);
        SetHolders(line, 0);
        return true;
    }

    /// <summary>Lowers a line to shared in the cores that hold it; modified data move to the last level.</summary>
    private void ShareFromOthers(int line, ulong others, long now)
    {
        bool wasDirty = false;
        for (ulong rest = others; rest != 0; rest &= rest - 1)
        {
            wasDirty |= _cores[BitOperations.TrailingZeroCount(rest)].Lower(line, LineState.Shared) == LineState.Modified;
        }
        if (wasDirty) { Demote(line, LineState.Modified, now); }
    }

    private CacheAccess Fill(int core, int line, LineState state, CacheAccess access, long now)
    {
        CacheEntry victim = _cores[core].Fill(line, state, access.DoneAt);
        SetHolders(line, Holders(line) | (1UL << core));
        if (victim.State != LineState.Invalid)
        {
            SetHolders(victim.Line, Holders(victim.Line) & ~(1UL << core));
            Demote(victim.Line, victim.State, now);
        }
        return access;
    }

    /// <summary>Puts a line that left a core into the last level.</summary>
    private void Demote(int line, LineState state, long now)
    {
        int index = _llc.Touch(line);
        if (index >= 0)
        {
            if (state == LineState.Modified) { _llc[index].State = state; }
            return;
        }
        CacheEntry victim = _llc.Insert(line, state == LineState.Modified ? state : LineState.Exclusive, now);
        if (victim.State == LineState.Modified)
        {
            Counters.DirtyEvictions++;
            _memory.Write(victim.Line, now);
        }
    }

    private ulong Holders(int line) => _holders.Length == 0 ? 1 : _holders[line];

    private void SetHolders(int line, ulong holders)
    {
        if (_holders.Length != 0) { _holders[line] = holders; }
    }

    private static CacheAccess Answer(long hitAt, long readyAt, StallCause hit) =>
        readyAt > hitAt ? new CacheAccess(readyAt, StallCause.FillInFlight) : new CacheAccess(hitAt, hit);
}
