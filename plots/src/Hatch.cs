namespace Sim.Plots;

/// <summary>The pattern of a filled area, which tells kinds apart in grey print.</summary>
internal enum Hatch
{
    /// <summary>A plain fill.</summary>
    Plain,

    /// <summary>White stripes from bottom left to top right.</summary>
    Striped,

    /// <summary>Dark crossed lines.</summary>
    Crossed,
}
