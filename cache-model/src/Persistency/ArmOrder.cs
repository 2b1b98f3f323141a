namespace Sim.CacheModel;

/// <summary>Which accesses of one Armv8 thread take place in program order, apart from dependencies through registers.</summary>
/// <remarks>
/// The barrier-ordered-before relation of the multi-copy-atomic Armv8 model (Pulte et al., POPL 2018; Alglave et al., TOPLAS
/// 2021) and the flush order of persistent Armv8 (Cho et al., PLDI 2021, PArmv8). Nothing else orders a flush: acquire loads,
/// load barriers and dependencies do not. Nothing waits for a flush but a DSB SY.
/// </remarks>
public static class ArmOrder
{
    private const ArmAccess Reads = ArmAccess.Load;
    private const ArmAccess Writes = ArmAccess.Store;
    private const ArmAccess Acquires = ArmAccess.Acquire | ArmAccess.AcquirePc;

    /// <summary>Whether a load or store takes place before a later load or store to another location.</summary>
    /// <param name="earlier">The earlier access, a load or a store.</param>
    /// <param name="later">The later access, a load or a store.</param>
    /// <param name="between">The barriers between them.</param>
    public static bool IsOrdered(ArmAccess earlier, ArmAccess later, ArmBarriers between) =>
        Has(between, ArmBarriers.Full)
        || (Has(between, ArmBarriers.Loads) && Has(earlier, Reads))
        || (Has(between, ArmBarriers.Stores) && Has(earlier, Writes) && Has(later, Writes))
        || (Has(earlier, ArmAccess.Release) && Has(later, ArmAccess.Acquire))
        || (earlier & Acquires) != 0
        || Has(later, ArmAccess.Release);

    /// <summary>Whether a load or store takes place before a later flush.</summary>
    /// <param name="between">The barriers between them.</param>
    /// <param name="isSameLine">Whether the access is to the line that is flushed.</param>
    public static bool IsOrderedBeforeClean(ArmBarriers between, bool isSameLine) => isSameLine || Has(between, ArmBarriers.Full);

    private static bool Has(ArmAccess access, ArmAccess flag) => (access & flag) != 0;

    private static bool Has(ArmBarriers barriers, ArmBarriers flag) => (barriers & flag) != 0;
}
