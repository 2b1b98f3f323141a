namespace Sim.Structures;

/// <summary>Chooses keys that meet where a workload wants them to: all on one path, below a prefix.</summary>
/// <param name="geometry">The table's sizes.</param>
public sealed class CcehKeys(CcehGeometry geometry)
{
    private readonly HashSet<ulong> _given = [];

    /// <summary>The smallest key not given before whose windows start at bucket 0 and whose hash begins with a prefix.</summary>
    /// <param name="prefix">The hash's first bits, as a number.</param>
    /// <param name="depth">How many bits, 0 to 63.</param>
    public ulong Take(ulong prefix, int depth)
    {
        for (ulong key = 1; ; key++)
        {
            ulong hash = CcehHash.Of(key);
            bool isWanted = CcehHash.Prefix(hash, depth) == prefix
                && geometry.WindowStart(hash, 0) == 0
                && geometry.WindowStart(hash, 1) == 0;
            if (isWanted && _given.Add(key)) { return key; }
        }
    }
}
