using CsCheck;

namespace Sim.Plots.Tests;

public sealed class GraphLayersTests
{
    private static readonly Gen<(int Nodes, (int Source, int Target)[] Edges)> Graphs =
        from nodes in Gen.Int[1, 12]
        from edges in Gen.Select(Gen.Int[0, nodes - 1], Gen.Int[0, nodes - 1]).Array[0, 24]
        select (nodes, edges);

    [Fact]
    public void A_node_lies_one_layer_below_the_deepest_of_its_predecessors()
    {
        GraphLayers layers = new(4, [(0, 1), (1, 2), (0, 3), (2, 3)]);

        Assert.Equal([1, 2, 2, 1], layers.Layers.Select(layer => layer.Count));
        Assert.Equal([[0, 1], [1, 2], [0, 4, 5, 3], [2, 3]], layers.Routes);
    }

    [Fact]
    public void A_cycle_keeps_all_its_edges_and_one_of_them_leads_upwards()
    {
        GraphLayers layers = new(2, [(0, 1), (1, 0), (1, 1)]);

        Assert.Equal([[0, 1], [1, 0], [1]], layers.Routes);
        Assert.Equal(2, layers.Layers.Count);
    }

    [Fact]
    public void Every_edge_passes_one_place_in_each_layer_between_its_ends() =>
        Graphs.Sample(graph =>
        {
            GraphLayers layers = new(graph.Nodes, graph.Edges);
            int[] depth = DepthOf(layers);
            return layers.Routes.Select((route, i) => route[0] == graph.Edges[i].Source && route[^1] == graph.Edges[i].Target
                && route.Zip(route.Skip(1)).All(step => Math.Abs(depth[step.First] - depth[step.Second]) == 1)).All(holds => holds);
        });

    [Fact]
    public void Ordering_never_adds_crossings_and_keeps_every_place() =>
        Graphs.Sample(graph =>
        {
            GraphLayers before = new(graph.Nodes, graph.Edges);
            GraphLayers after = new(graph.Nodes, graph.Edges);
            LayerOrder.Improve(after);
            return LayerOrder.CountCrossings(after) <= LayerOrder.CountCrossings(before)
                && after.Layers.Zip(before.Layers).All(pair => pair.First.Order().SequenceEqual(pair.Second.Order()));
        });

    [Fact]
    public void Two_crossing_edges_are_untangled()
    {
        GraphLayers layers = new(4, [(0, 3), (1, 2)]);
        Assert.Equal(1, LayerOrder.CountCrossings(layers));

        LayerOrder.Improve(layers);

        Assert.Equal(0, LayerOrder.CountCrossings(layers));
    }

    [Fact]
    public void Places_of_a_layer_never_overlap_and_keep_their_order() =>
        Graphs.Sample(graph =>
        {
            GraphLayers layers = new(graph.Nodes, graph.Edges);
            LayerOrder.Improve(layers);
            float[] widths = [.. Enumerable.Range(0, layers.PlaceCount).Select(place => 10f + (place % 5))];
            double[] centres = LayerSpacing.Centres(layers, widths, gap: 4);
            return layers.Layers.All(layer => layer.Zip(layer.Skip(1)).All(pair =>
                centres[pair.Second] - centres[pair.First] > ((widths[pair.First] + widths[pair.Second]) / 2) + 4 - 1e-6));
        });

    private static int[] DepthOf(GraphLayers layers)
    {
        int[] depth = new int[layers.PlaceCount];
        for (int layer = 0; layer < layers.Layers.Count; layer++)
        {
            foreach (int place in layers.Layers[layer]) { depth[place] = layer; }
        }
        return depth;
    }
}
