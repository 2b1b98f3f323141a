namespace Sim.CacheModel;

/// <summary>A model of sequentially consistent threads whose stores persist in a partial order: epochs, strands, releases.</summary>
/// <remarks>Its rules are <see cref="PersistOrderRules"/>; the models of the family differ in these choices only. Flushes do nothing.</remarks>
/// <param name="Name">The name on the command line.</param>
/// <param name="Source">The publications that define it.</param>
/// <param name="CreateOrder">How the order is defined.</param>
/// <param name="FenceOf">What each fence does.</param>
public sealed record PersistOrderModel(
    string Name, string Source, Func<PersistViews, WordHistories, PersistOrder> CreateOrder, Func<FenceKind, OrderFence> FenceOf)
    : PersistencyModel(Name, PersistWord.Bytes, Source)
{
    /// <inheritdoc/>
    public override bool PersistsWhenVisible => false;

    /// <inheritdoc/>
    public override MemoryRules CreateRules(PersistUnits units, int threadCount) => new PersistOrderRules(this, units);
}
