namespace Sim.CacheModel;

/// <summary>Which fence.</summary>
public enum FenceKind : byte
{
    /// <summary>sfence (x86) or DSB (Arm): waits for the thread's earlier stores and flushes.</summary>
    Store,

    /// <summary>mfence (x86) or DSB SY (Arm): also orders later loads.</summary>
    Full,
}
