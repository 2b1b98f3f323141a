namespace Sim.CacheModel;

/// <summary>CXL0 for structures, when the power of all hosts fails: each thread runs on a host of its own, the memory is a pool.</summary>
/// <remarks>
/// Assa et al., ASPLOS 2026. The pool is its own failure domain and owns every location; it has no cache, as today's pooled
/// devices have none. A store is an LStore, a non-temporal store an MStore, a compare-exchange a local RMW, and a flush that
/// a fence completes an RFlush. Hosts issue their operations in program order. When all hosts crash their caches are gone; by
/// then a value may have reached the pool silently, or not, word by word: so each word keeps a prefix of its stores no
/// shorter than what was flushed. Single hosts and owners that crash while others go on are explored in litmus programs.
/// </remarks>
public static class Cxl0
{
    /// <summary>The model: no global persistent flush, or one that fails.</summary>
    public static PersistencyModel Model { get; } =
        new TsoModel("cxl0", PersistWord.Bytes, "Assa et al., ASPLOS 2026", BuffersStores: false, VisibleIsPersistent: false) { LockedCompletesFlushes = false };

    /// <summary>The same where the power fail handler completes a global persistent flush (GPF) of all caches.</summary>
    public static PersistencyModel WithGpf { get; } =
        new TsoModel("cxl0-gpf", PersistWord.Bytes, "Assa et al., ASPLOS 2026; CXL 3.1, section 9.8", BuffersStores: false, VisibleIsPersistent: true) { LockedCompletesFlushes = false };
}
