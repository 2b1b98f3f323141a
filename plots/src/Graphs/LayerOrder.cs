namespace Sim.Plots;

/// <summary>Orders the places of each layer so that few edges cross: every place goes where the mean of its neighbours is.</summary>
/// <remarks>Sweeps down and up by turns; the order with the fewest crossings is kept. Ties keep their order, so the result is the same each time.</remarks>
internal static class LayerOrder
{
    private const int Sweeps = 24;

    /// <summary>Reorders the layers in place.</summary>
    public static void Improve(GraphLayers graph)
    {
        int[] position = new int[graph.PlaceCount];
        foreach (List<int> layer in graph.Layers) { Number(layer, position); }
        List<int>[] best = [.. graph.Layers.Select(layer => new List<int>(layer))];
        long fewest = CountCrossings(graph, position);
        for (int sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            for (int i = 1; i < graph.Layers.Count; i++)
            {
                List<int> layer = graph.Layers[isDown ? i : graph.Layers.Count - 1 - i];
                Sort(layer, position, place => isDown ? graph.Above(place) : graph.Below(place));
            }
            long crossings = CountCrossings(graph, position);
            if (crossings >= fewest) { continue; }
            fewest = crossings;
            best = [.. graph.Layers.Select(layer => new List<int>(layer))];
        }
        for (int i = 0; i < best.Length; i++)
        {
            graph.Layers[i].Clear();
            graph.Layers[i].AddRange(best[i]);
        }
    }

    /// <summary>How many pairs of edges between neighbouring layers cross.</summary>
    public static long CountCrossings(GraphLayers graph)
    {
        int[] position = new int[graph.PlaceCount];
        foreach (List<int> layer in graph.Layers) { Number(layer, position); }
        return CountCrossings(graph, position);
    }

    private static void Sort(List<int> layer, int[] position, Func<int, IReadOnlyList<int>> neighbours)
    {
        int[] sorted = [.. layer.OrderBy(place => neighbours(place).Count == 0 ? position[place] : neighbours(place).Average(other => position[other]))];
        layer.Clear();
        layer.AddRange(sorted);
        Number(layer, position);
    }

    private static void Number(List<int> layer, int[] position)
    {
        for (int i = 0; i < layer.Count; i++) { position[layer[i]] = i; }
    }

    private static long CountCrossings(GraphLayers graph, int[] position)
    {
        long crossings = 0;
        foreach (List<int> layer in graph.Layers)
        {
            int[] targets = [.. layer.SelectMany(place => graph.Below(place).Select(below => position[below]).Order())];
            for (int i = 0; i < targets.Length; i++)
            {
                for (int j = i + 1; j < targets.Length; j++) { crossings += targets[j] < targets[i] ? 1 : 0; }
            }
        }
        // Edges that leave the same place are sorted, so they are never counted.
        return crossings;
    }
}
