namespace Sim.CacheModel;

/// <summary>A model of threads with store buffers in front of one coherent memory: the x86 models, and sequential consistency.</summary>
/// <remarks>Its rules are <see cref="TsoRules"/>; the models of the family differ in these choices only.</remarks>
/// <param name="Name">The name on the command line.</param>
/// <param name="UnitBytes">What persists as a prefix of its stores: 64 or 8.</param>
/// <param name="Source">The publications that define it.</param>
/// <param name="BuffersStores">Whether stores wait in a store buffer before they are visible.</param>
/// <param name="VisibleIsPersistent">Whether a visible store survives a crash.</param>
public sealed record TsoModel(string Name, int UnitBytes, string Source, bool BuffersStores, bool VisibleIsPersistent)
    : PersistencyModel(Name, UnitBytes, Source)
{
    /// <summary>Whether a locked instruction also completes the thread's earlier flushes, as the manuals say (<c>--rmw-fence on</c>).</summary>
    public bool LockedCompletesFlushes { get; init; } = true;

    /// <inheritdoc/>
    public override bool PersistsWhenVisible => VisibleIsPersistent;

    /// <inheritdoc/>
    public override MemoryRules CreateRules(PersistUnits units, int threadCount) => new TsoRules(this, units, threadCount);
}
