namespace Sim.Structures;

/// <summary>How large a structure's geometry is.</summary>
public enum StructureScale
{
    /// <summary>As small as the algorithm allows, so that exploration reaches every path within a few operations.</summary>
    Small,

    /// <summary>The geometry of the paper, for timed and real runs.</summary>
    Paper,
}
