namespace Sim.CacheModel;

/// <summary>Buffered epoch persistency: the store fence only orders, the full fence waits.</summary>
/// <remarks>
/// Pelley et al. (ISCA 2014); PTSO's pfence and psync (Raad and Vafeiadis, OOPSLA 2018) over sequential consistency.
/// As <see cref="Epoch"/>, but an sfence is a barrier: it orders what persists and waits for nothing. mfence, DSB SY and
/// <see cref="FenceKind.Durability"/> wait. A structure whose operations end with an sfence is only buffered durable here.
/// </remarks>
public static class BufferedEpoch
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } = new PersistOrderModel(
        "buffered-epoch", "Pelley et al., ISCA 2014; Raad and Vafeiadis, OOPSLA 2018",
        (views, histories) => new StrandOrder(views, histories), FenceOf);

    private static OrderFence FenceOf(FenceKind fence) => fence switch
    {
        FenceKind.PersistBarrier or FenceKind.JoinStrand or FenceKind.Store or FenceKind.DsbStore => OrderFence.Barrier,
        FenceKind.Full or FenceKind.Durability or FenceKind.DsbFull => OrderFence.Durability,
        _ => OrderFence.None,
    };
}
