namespace Sim.Explorer.Litmus;

/// <summary>The instructions of litmus tests, of all architectures; see the format's page for what each does.</summary>
public enum LitmusOpcode
{
    /// <summary>x86 and epoch: <c>st x,V</c>.</summary>
    Store,

    /// <summary>x86: <c>nt x,V</c>, a non-temporal store.</summary>
    NonTemporalStore,

    /// <summary>x86: <c>stv x y ..,V</c>, one wide store whose words become visible in any order.</summary>
    WideStore,

    /// <summary>x86, epoch and cxl: <c>r = ld x</c>.</summary>
    Load,

    /// <summary>x86: <c>r = xchg x,V</c>; the old value is returned.</summary>
    Exchange,

    /// <summary>x86: <c>r = fadd x,V</c>; the old value is returned.</summary>
    FetchAdd,

    /// <summary>x86: <c>r = cas x,E,V</c>; the old value is returned. It fences also when it fails.</summary>
    CompareExchange,

    /// <summary>x86: <c>clflush x</c>.</summary>
    Clflush,

    /// <summary>x86: <c>clflushopt x</c>.</summary>
    Clflushopt,

    /// <summary>x86: <c>clwb x</c>.</summary>
    Clwb,

    /// <summary>x86: <c>sfence</c>.</summary>
    Sfence,

    /// <summary>x86: <c>mfence</c>.</summary>
    Mfence,

    /// <summary>Arm: <c>str x,V</c>.</summary>
    Str,

    /// <summary>Arm: <c>stlr x,V</c>, a store-release.</summary>
    Stlr,

    /// <summary>Arm: <c>r = ldr x</c>.</summary>
    Ldr,

    /// <summary>Arm: <c>r = ldar x</c>, a load-acquire (RCsc).</summary>
    Ldar,

    /// <summary>Arm: <c>r = ldapr x</c>, a load-acquire (RCpc).</summary>
    Ldapr,

    /// <summary>Arm: <c>r = ldxr x</c>, a load-exclusive.</summary>
    Ldxr,

    /// <summary>Arm: <c>r = ldaxr x</c>, a load-acquire-exclusive.</summary>
    Ldaxr,

    /// <summary>Arm: <c>r = stxr x,V</c>, a store-exclusive; 0 is success, and it may always fail with 1.</summary>
    Stxr,

    /// <summary>Arm: <c>r = stlxr x,V</c>, a store-release-exclusive.</summary>
    Stlxr,

    /// <summary>Arm: <c>dmb sy</c>.</summary>
    DmbSy,

    /// <summary>Arm: <c>dmb ld</c>.</summary>
    DmbLd,

    /// <summary>Arm: <c>dmb st</c>.</summary>
    DmbSt,

    /// <summary>Arm: <c>dsb sy</c>.</summary>
    DsbSy,

    /// <summary>Arm: <c>dsb ld</c>.</summary>
    DsbLd,

    /// <summary>Arm: <c>dsb st</c>.</summary>
    DsbSt,

    /// <summary>Arm: <c>isb</c>.</summary>
    Isb,

    /// <summary>Arm: <c>cvap x</c>, DC CVAP.</summary>
    Cvap,

    /// <summary>Epoch: <c>pb</c>, a persist barrier.</summary>
    PersistBarrier,

    /// <summary>Epoch: <c>ns</c>, a new strand.</summary>
    NewStrand,

    /// <summary>Epoch: <c>js</c>, joins all strands.</summary>
    JoinStrand,

    /// <summary>Epoch: <c>dfence</c>, a durability fence.</summary>
    DurabilityFence,

    /// <summary>CXL: <c>lst x,V</c>, a store to the machine's own cache.</summary>
    LocalStore,

    /// <summary>CXL: <c>rst x,V</c>, a store to the owner's cache.</summary>
    RemoteStore,

    /// <summary>CXL: <c>mst x,V</c>, a store to memory.</summary>
    MemoryStore,

    /// <summary>CXL: <c>r = lxchg x,V</c>.</summary>
    LocalExchange,

    /// <summary>CXL: <c>r = rxchg x,V</c>.</summary>
    RemoteExchange,

    /// <summary>CXL: <c>r = mxchg x,V</c>.</summary>
    MemoryExchange,

    /// <summary>CXL: <c>lflush x</c>.</summary>
    LocalFlush,

    /// <summary>CXL: <c>rflush x</c>.</summary>
    RemoteFlush,

    /// <summary>CXL: <c>gpf</c>.</summary>
    GlobalPersistentFlush,

    /// <summary>CXL: <c>crash mK</c>.</summary>
    CrashMachine,

    /// <summary>RDMA: <c>rw x,V</c>, WRITE.</summary>
    RdmaWrite,

    /// <summary>RDMA: <c>r = rr x</c>, READ.</summary>
    RdmaRead,

    /// <summary>RDMA: <c>raw x,V</c>, ATOMIC WRITE.</summary>
    RdmaAtomicWrite,

    /// <summary>RDMA: <c>rfv</c>, FLUSH to visibility.</summary>
    RdmaFlushVisibility,

    /// <summary>RDMA: <c>rfp</c>, FLUSH to persistence.</summary>
    RdmaFlushPersistence,

    /// <summary>RDMA: <c>r = wait</c>, 1 once everything before is acknowledged.</summary>
    RdmaWait,
}
