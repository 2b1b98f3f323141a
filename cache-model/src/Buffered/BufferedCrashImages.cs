namespace Sim.CacheModel;

/// <summary>A product: every unit keeps any of its candidates.</summary>
/// <param name="rules">Knows the crash sets.</param>
/// <param name="crashSets">The crash set of each slot.</param>
internal sealed class BufferedCrashImages(BufferedRules rules, int[] crashSets) : CrashImages
{
    /// <summary>The crash set of each slot.</summary>
    public ReadOnlySpan<int> CrashSets => crashSets;

    /// <inheritdoc/>
    public override double Count
    {
        get
        {
            double images = 1;
            foreach (int crashSet in crashSets) { images *= rules.States.CrashSet(crashSet).Length; }
            return images;
        }
    }

    /// <summary>Relative to the initial state, as the machine keeps it.</summary>
    public override StateHash Hash
    {
        get
        {
            StateHash hash = default;
            for (int slot = 0; slot < crashSets.Length; slot++)
            {
                int initial = rules.CrashSetOf(rules.InitialUnit(slot, 0));
                hash = hash.Replace(slot, 0, crashSets[slot] == initial ? 0 : crashSets[slot]);
            }
            return hash;
        }
    }
}
