namespace Sim.CacheModel;

/// <summary>What a crash leaves under a persist-order model: a prefix of each word's stores, closed under what must persist before.</summary>
/// <remarks>
/// After a crash inside recovery there is one layer more: the stores of recovery, over whatever the crash before has left.
/// </remarks>
/// <param name="rules">The rules.</param>
/// <param name="layers">The eras, the earliest first.</param>
internal sealed class PersistOrderImages(PersistOrderRules rules, IReadOnlyList<PersistLayer> layers) : CrashImages
{
    /// <summary>The eras, the earliest first.</summary>
    public IReadOnlyList<PersistLayer> Layers => layers;

    /// <inheritdoc/>
    public override StateHash Hash
    {
        get
        {
            StateHash hash = default;
            for (int layer = 0; layer < layers.Count; layer++)
            {
                for (int slot = 0; slot < layers[layer].SlotCount; slot++)
                {
                    int history = layers[layer].History(slot);
                    bool isInitial = history == (layer == 0 ? rules.InitialUnit(slot, 0) : rules.Histories.Of(0));
                    int position = ((slot * layers.Count) + layer) * 2;
                    hash = hash.Replace(position, 0, isInitial ? 0 : history).Replace(position + 1, 0, layers[layer].Positions[slot]);
                }
            }
            return hash.Replace(-1, 0, layers.Count);
        }
    }

    /// <summary>An upper bound: the product over the words, which the order between words cuts down.</summary>
    public override double Count
    {
        get
        {
            double images = 1;
            foreach (PersistLayer layer in layers)
            {
                for (int slot = 0; slot < layer.SlotCount; slot++) { images *= rules.Histories.PositionCount(layer.History(slot)); }
            }
            return images;
        }
    }
}
