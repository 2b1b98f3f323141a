namespace Sim.CacheModel;

/// <summary>What an Armv8 instruction does to memory, and how it is ordered; flags combine.</summary>
[Flags]
public enum ArmAccess : byte
{
    /// <summary>No access: a barrier.</summary>
    None = 0,

    /// <summary>It loads.</summary>
    Load = 1,

    /// <summary>It stores.</summary>
    Store = 2,

    /// <summary>Load-acquire, RCsc (LDAR, LDAXR): A in the axioms.</summary>
    Acquire = 4,

    /// <summary>Load-acquire, RCpc (LDAPR): Q in the axioms.</summary>
    AcquirePc = 8,

    /// <summary>Store-release (STLR, STLXR): L in the axioms.</summary>
    Release = 16,

    /// <summary>One of an exclusive pair.</summary>
    Exclusive = 32,

    /// <summary>DC CVAP: cleans a cache line to the point of persistence; FO in the axioms.</summary>
    Clean = 64,
}

/// <summary>The barriers between two instructions of a thread; flags combine.</summary>
[Flags]
public enum ArmBarriers : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>DMB LD or DSB LD: earlier loads before all later loads and stores.</summary>
    Loads = 1,

    /// <summary>DMB ST or DSB ST: earlier stores before later stores.</summary>
    Stores = 2,

    /// <summary>DMB SY or DSB SY: all earlier loads and stores before all later accesses, flushes among them.</summary>
    Full = 4,

    /// <summary>DSB SY: also completes the thread's earlier flushes.</summary>
    Completion = 8,

    /// <summary>ISB: later loads wait for the branches before it.</summary>
    Context = 16,
}
