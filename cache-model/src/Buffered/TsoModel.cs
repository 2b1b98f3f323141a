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

    /// <summary>
    /// Whether plain stores of a thread may become visible in any order as long as no flush, fence or locked instruction stands
    /// between them (<c>--compiler-reorder</c>): what a compiler does to code without <c>volatile</c>. Stores to the same bytes
    /// keep their order, and a store-release comes after everything before it. That a compiler may also drop a store that a
    /// later one overwrites adds no crash state.
    /// </summary>
    public bool ReordersStores { get; init; }

    /// <inheritdoc/>
    public override bool PersistsWhenVisible => VisibleIsPersistent;

    /// <inheritdoc/>
    public override PersistencyModel? With(string option) => option switch
    {
        "torn-8" when BuffersStores && !VisibleIsPersistent => Named(this with { UnitBytes = PersistWord.Bytes }),
        "torn-64" when BuffersStores && !VisibleIsPersistent => Named(this with { UnitBytes = CacheLine.Bytes }),
        "rmw-fence-off" when BuffersStores && !VisibleIsPersistent => Named(this with { LockedCompletesFlushes = false }),
        "compiler-reorder" when BuffersStores => Named(this with { ReordersStores = true }),
        _ => null,
    };

    /// <inheritdoc/>
    public override MemoryRules CreateRules(PersistUnits units, int threadCount) => new TsoRules(this, units, threadCount);

    /// <summary>The granularity is the name itself, px86 or px86-line; the other options follow.</summary>
    private static TsoModel Named(TsoModel model)
    {
        string name = model.VisibleIsPersistent ? model.Name.Split('+')[0]
            : model.UnitBytes == PersistWord.Bytes ? Px86.Model.Name : Px86Line.Model.Name;
        if (!model.LockedCompletesFlushes) { name += "+rmw-fence-off"; }
        if (model.ReordersStores) { name += "+compiler-reorder"; }
        return model with { Name = name };
    }
}
