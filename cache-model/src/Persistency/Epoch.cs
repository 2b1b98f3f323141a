namespace Sim.CacheModel;

/// <summary>Epoch persistency: stores persist in any order between barriers, and in barrier order across them; fences wait.</summary>
/// <remarks>
/// Pelley et al. (ISCA 2014); <see cref="StrandOrder"/> has the rules. Unbuffered: what structures use as a fence (sfence,
/// mfence, DSB) waits until everything before it has persisted. A bare <see cref="FenceKind.PersistBarrier"/> only orders, as
/// does a join; strands do not exist. Flushes do nothing: a barrier concerns all stores.
/// </remarks>
public static class Epoch
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } = new PersistOrderModel(
        "epoch", "Pelley et al., ISCA 2014", (views, histories) => new StrandOrder(views, histories), FenceOf);

    private static OrderFence FenceOf(FenceKind fence) => fence switch
    {
        FenceKind.PersistBarrier or FenceKind.JoinStrand => OrderFence.Barrier,
        FenceKind.Store or FenceKind.Full or FenceKind.Durability or FenceKind.DsbFull or FenceKind.DsbStore => OrderFence.Durability,
        _ => OrderFence.None,
    };
}
