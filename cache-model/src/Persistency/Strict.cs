namespace Sim.CacheModel;

/// <summary>Strict persistency over sequential consistency: every store is visible and persistent at once.</summary>
/// <remarks>The yardstick of Pelley et al. (ISCA 2014) and of robustness (Gorjiara et al., PLDI 2022). Flushes and fences do nothing.</remarks>
public static class Strict
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } =
        new TsoModel("strict", CacheLine.Bytes, "Pelley et al., ISCA 2014", BuffersStores: false, VisibleIsPersistent: true);
}
