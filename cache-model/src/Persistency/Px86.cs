namespace Sim.CacheModel;

/// <summary>Px86 as published: every 8-byte word persists a prefix of its own stores, words are independent.</summary>
/// <remarks>Raad et al., POPL 2020; Cho et al., PLDI 2021. Weaker than <see cref="Px86Line"/>: what holds here holds there.</remarks>
public static class Px86
{
    /// <summary>The model.</summary>
    public static PersistencyModel Model { get; } =
        new TsoModel("px86", PersistWord.Bytes, "Raad et al., POPL 2020; Cho et al., PLDI 2021", BuffersStores: true, VisibleIsPersistent: false);
}
