namespace Sim.CacheModel;

/// <summary>Px86 at cache-line granularity: a crash keeps a prefix of the stores to each line. The default.</summary>
/// <remarks>
/// Order between lines and threads as in Raad et al. (POPL 2020), figure 3. Order inside a line follows from the write-back
/// of whole lines (Cohen et al., OOPSLA 2017, "PCSO"; assumed by Jaaru, ASPLOS 2021); the formal models do not promise it,
/// see <see cref="Px86"/>. Caches are lost, the memory controller's queue is not (ADR).
/// </remarks>
public static class Px86Line
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } =
        new TsoModel("px86-line", CacheLine.Bytes, "Raad et al., POPL 2020; Cohen et al., OOPSLA 2017", BuffersStores: true, VisibleIsPersistent: false);
}
