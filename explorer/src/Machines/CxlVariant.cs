namespace Sim.Explorer.Litmus;

/// <summary>Variants of CXL0.</summary>
internal enum CxlVariant
{
    /// <summary>CXL0 itself.</summary>
    Base,

    /// <summary>PSN: when an owner crashes, the copies that others hold of its locations are poisoned and lost.</summary>
    Poisons,

    /// <summary>LWB: a load that misses the own cache has the value written back first, so that no copy outlives the value in memory.</summary>
    LoadWritesBack,
}
