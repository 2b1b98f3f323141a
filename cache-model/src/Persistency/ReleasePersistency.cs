namespace Sim.CacheModel;

/// <summary>Release persistency: persists follow the happens-before order of releases and acquires, so a crash leaves a consistent cut.</summary>
/// <remarks>
/// Dananjaya et al. (ASPLOS 2020); <see cref="ReleaseOrder"/> has the rules. Releases are store-releases and compare-exchanges
/// that write; acquires are loads, waits and compare-exchanges. Fences that structures use (sfence, mfence, DSB) wait until
/// everything before them has persisted, so that responses can be durable; they are not needed for order. Flushes do nothing.
/// </remarks>
public static class ReleasePersistency
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } = new PersistOrderModel(
        "rp", "Dananjaya et al., ASPLOS 2020",
        (views, histories) => new ReleaseOrder(views, histories, releasePersistsLast: true), FenceOf);

    /// <summary>What a fence does under release and acquire-release persistency.</summary>
    internal static OrderFence FenceOf(FenceKind fence) => fence switch
    {
        FenceKind.Store or FenceKind.Full or FenceKind.Durability or FenceKind.DsbFull or FenceKind.DsbStore => OrderFence.Durability,
        _ => OrderFence.None,
    };
}
