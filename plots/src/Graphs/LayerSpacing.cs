namespace Sim.Plots;

/// <summary>Finds horizontal places: each as near as possible to the mean of its neighbours, without overlaps and in the given order.</summary>
internal static class LayerSpacing
{
    private const int Passes = 12;

    /// <summary>The middle of every place, from 0 at the far left.</summary>
    /// <param name="graph">The ordered layers.</param>
    /// <param name="widths">The width of every place.</param>
    /// <param name="gap">The smallest distance between neighbours.</param>
    public static double[] Centres(GraphLayers graph, IReadOnlyList<float> widths, float gap)
    {
        double[] centre = new double[graph.PlaceCount];
        foreach (List<int> layer in graph.Layers) { Settle(layer, widths, gap, centre, _ => 0); }
        for (int pass = 0; pass < Passes; pass++)
        {
            bool isDown = pass % 2 == 0;
            for (int i = 1; i < graph.Layers.Count; i++)
            {
                List<int> layer = graph.Layers[isDown ? i : graph.Layers.Count - 1 - i];
                Settle(layer, widths, gap, centre, place => Wish(graph, place, isDown, centre));
            }
        }
        double left = Enumerable.Range(0, graph.PlaceCount).Select(place => centre[place] - (widths[place] / 2)).DefaultIfEmpty(0).Min();
        return [.. centre.Select(middle => middle - left)];
    }

    private static double Wish(GraphLayers graph, int place, bool isDown, double[] centre)
    {
        IReadOnlyList<int> neighbours = isDown ? graph.Above(place) : graph.Below(place);
        return neighbours.Count == 0 ? centre[place] : neighbours.Average(other => centre[other]);
    }

    /// <summary>
    /// Least squares under the order: wishes, less the room that lies to the left, are made ascending by pooling adjacent
    /// violators (Barlow et al. 1972).
    /// </summary>
    private static void Settle(List<int> layer, IReadOnlyList<float> widths, float gap, double[] centre, Func<int, double> wish)
    {
        double[] room = new double[layer.Count];
        for (int i = 1; i < layer.Count; i++) { room[i] = room[i - 1] + (widths[layer[i - 1]] / 2) + gap + (widths[layer[i]] / 2); }
        Stack<(double Mean, int Count)> pools = new();
        for (int i = 0; i < layer.Count; i++)
        {
            (double Mean, int Count) pool = (wish(layer[i]) - room[i], 1);
            while (pools.TryPeek(out (double Mean, int Count) before) && before.Mean > pool.Mean)
            {
                pools.Pop();
                int count = before.Count + pool.Count;
                pool = (((before.Mean * before.Count) + (pool.Mean * pool.Count)) / count, count);
            }
            pools.Push(pool);
        }
        int next = 0;
        foreach ((double mean, int count) in pools.Reverse())
        {
            for (int end = next + count; next < end; next++) { centre[layer[next]] = mean + room[next]; }
        }
    }
}
