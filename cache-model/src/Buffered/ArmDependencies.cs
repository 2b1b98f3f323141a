namespace Sim.CacheModel;

/// <summary>What is assumed about dependencies between the memory accesses of C# code on Armv8, which Sim cannot see.</summary>
public enum ArmDependencies : byte
{
    /// <summary>Every load is ordered before every later load and store, as if all depended on it. Stores and flushes are delayed.</summary>
    All,

    /// <summary>
    /// Nothing depends on a plain load: loads also overtake loads. Bounded: no store overtakes an earlier load, and a
    /// load-acquire does not overtake earlier loads, so that what holds is not proved beyond that.
    /// </summary>
    None,

    /// <summary>Every load acquires (LDAPR) and every store releases (STLR): what C# emits for volatile accesses.</summary>
    Volatile,
}
