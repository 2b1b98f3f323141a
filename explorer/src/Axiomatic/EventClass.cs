namespace Sim.Explorer.Axiomatic;

/// <summary>The sets of events that axioms speak of, by the letters of the papers; an event may belong to several.</summary>
[Flags]
public enum EventClass
{
    /// <summary>No set.</summary>
    None = 0,

    /// <summary>R: loads.</summary>
    R = 1 << 0,

    /// <summary>W: stores; on x86 those that are neither non-temporal nor part of a locked instruction.</summary>
    W = 1 << 1,

    /// <summary>NT: x86 non-temporal stores.</summary>
    NT = 1 << 2,

    /// <summary>U: x86 locked instructions, also a compare-exchange that fails.</summary>
    U = 1 << 3,

    /// <summary>FL: clflush.</summary>
    FL = 1 << 4,

    /// <summary>FO: clflushopt and clwb; on Arm DC CVAP.</summary>
    FO = 1 << 5,

    /// <summary>SF: sfence.</summary>
    SF = 1 << 6,

    /// <summary>MF: mfence.</summary>
    MF = 1 << 7,

    /// <summary>A: load-acquire (LDAR, LDAXR).</summary>
    A = 1 << 8,

    /// <summary>Q: weaker load-acquire (LDAPR).</summary>
    Q = 1 << 9,

    /// <summary>L: store-release (STLR, STLXR).</summary>
    L = 1 << 10,

    /// <summary>X: the store of an exclusive pair.</summary>
    X = 1 << 11,

    /// <summary>DMB SY and DSB SY.</summary>
    BarrierFull = 1 << 12,

    /// <summary>DMB LD and DSB LD.</summary>
    BarrierLoad = 1 << 13,

    /// <summary>DMB ST and DSB ST.</summary>
    BarrierStore = 1 << 14,

    /// <summary>DSB SY.</summary>
    DsbFull = 1 << 15,

    /// <summary>ISB.</summary>
    Isb = 1 << 16,

    /// <summary>PB: persist barrier.</summary>
    PB = 1 << 17,

    /// <summary>NS: new strand.</summary>
    NS = 1 << 18,

    /// <summary>JS: join strand.</summary>
    JS = 1 << 19,

    /// <summary>DF: durability fence.</summary>
    DF = 1 << 20,
}
