namespace Sim.CacheModel;

/// <summary>Strand persistency: barriers order within a strand, a thread begins and joins strands as it likes.</summary>
/// <remarks>
/// Pelley et al. (ISCA 2014), Gogte et al. (ISCA 2020); <see cref="StrandOrder"/> has the rules. As <see cref="Epoch"/>, with
/// <see cref="FenceKind.NewStrand"/> and <see cref="FenceKind.JoinStrand"/> in force. Code without strands behaves as there.
/// </remarks>
public static class Strand
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } = new PersistOrderModel(
        "strand", "Pelley et al., ISCA 2014; Gogte et al., ISCA 2020",
        (views, histories) => new StrandOrder(views, histories), FenceOf);

    private static OrderFence FenceOf(FenceKind fence) => fence switch
    {
        FenceKind.PersistBarrier => OrderFence.Barrier,
        FenceKind.NewStrand => OrderFence.NewStrand,
        FenceKind.JoinStrand => OrderFence.JoinStrands,
        FenceKind.Store or FenceKind.Full or FenceKind.Durability or FenceKind.DsbFull or FenceKind.DsbStore => OrderFence.Durability,
        _ => OrderFence.None,
    };
}
