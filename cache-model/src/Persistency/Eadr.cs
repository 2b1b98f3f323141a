namespace Sim.CacheModel;

/// <summary>eADR: caches are inside the power-fail domain, store buffers and write-combining buffers are not.</summary>
/// <remarks>A crash keeps exactly the visible stores (Intel eADR; Raad et al., POPL 2022, section 6 for non-temporal stores).</remarks>
public static class Eadr
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } =
        new TsoModel("eadr", CacheLine.Bytes, "Raad et al., POPL 2022", BuffersStores: true, VisibleIsPersistent: true);
}
