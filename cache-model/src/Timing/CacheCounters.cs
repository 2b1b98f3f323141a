namespace Sim.CacheModel;

/// <summary>How often each level answered a load, a store's request for ownership, or a locked instruction.</summary>
public sealed class CacheCounters
{
    /// <summary>Answers of an L1 cache.</summary>
    public long L1Hits { get; internal set; }

    /// <summary>Answers of an L2 cache.</summary>
    public long L2Hits { get; internal set; }

    /// <summary>Answers of the last-level cache.</summary>
    public long LlcHits { get; internal set; }

    /// <summary>Lines or ownership taken from other cores.</summary>
    public long Transfers { get; internal set; }

    /// <summary>Answers of memory.</summary>
    public long MemoryReads { get; internal set; }

    /// <summary>Modified lines that the last-level cache had to write back to make room.</summary>
    public long DirtyEvictions { get; internal set; }

    /// <summary>All accesses.</summary>
    public long Accesses => L1Hits + L2Hits + LlcHits + Transfers + MemoryReads;

    /// <summary>Starts counting anew.</summary>
    public void Reset() => L1Hits = L2Hits = LlcHits = Transfers = MemoryReads = DirtyEvictions = 0;
}
