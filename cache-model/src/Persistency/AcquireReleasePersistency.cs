namespace Sim.CacheModel;

/// <summary>Acquire-release persistency: as <see cref="ReleasePersistency"/>, but the release store itself may persist before what it releases.</summary>
/// <remarks>
/// The language-level model that Dananjaya et al. (ASPLOS 2020) show to be too weak for log-free structures: publishing a node
/// by one release may persist the link and lose the node.
/// </remarks>
public static class AcquireReleasePersistency
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } = new PersistOrderModel(
        "arp", "Dananjaya et al., ASPLOS 2020",
        (views, histories) => new ReleaseOrder(views, histories, releasePersistsLast: false), ReleasePersistency.FenceOf);
}
