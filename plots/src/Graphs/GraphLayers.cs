using QuikGraph;
using QuikGraph.Algorithms;
using QuikGraph.Algorithms.Search;

namespace Sim.Plots;

/// <summary>The layers of a graph: every edge leads to a deeper one, and long edges pass through a place in each layer between.</summary>
/// <remarks>
/// First steps of the layered drawing of Sugiyama, Tagawa and Toda (1981). Edges that close a cycle are taken backwards; a
/// node lies one layer below the deepest of its predecessors.
/// </remarks>
internal sealed class GraphLayers
{
    private readonly List<int> _layerOf = [];
    private readonly List<List<int>> _above = [];
    private readonly List<List<int>> _below = [];

    /// <summary>Finds the layers.</summary>
    /// <param name="nodeCount">Nodes of the graph.</param>
    /// <param name="edges">Its edges, by node; loops are allowed.</param>
    public GraphLayers(int nodeCount, IReadOnlyList<(int Source, int Target)> edges)
    {
        bool[] isReversed = FindBackEdges(nodeCount, edges);
        AssignLayers(nodeCount, edges, isReversed);
        Layers = [.. Enumerable.Range(0, nodeCount == 0 ? 0 : _layerOf.Max() + 1).Select(_ => new List<int>())];
        for (int node = 0; node < nodeCount; node++) { Place(node); }
        Routes = [.. edges.Select((edge, index) => Route(edge, isReversed[index]))];
    }

    /// <summary>The places of each layer, from left to right: nodes, and what long edges pass through, whose numbers follow the nodes'.</summary>
    public IReadOnlyList<List<int>> Layers { get; }

    /// <summary>The places that each edge passes, from its source to its target; for a loop only the node.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Routes { get; }

    /// <summary>How many places there are.</summary>
    public int PlaceCount => _layerOf.Count;

    /// <summary>The places of the layer above that a place is joined with.</summary>
    public IReadOnlyList<int> Above(int place) => _above[place];

    /// <summary>The places of the layer below that a place is joined with.</summary>
    public IReadOnlyList<int> Below(int place) => _below[place];

    private static bool[] FindBackEdges(int nodeCount, IReadOnlyList<(int Source, int Target)> edges)
    {
        AdjacencyGraph<int, TaggedEdge<int, int>> graph = new();
        graph.AddVertexRange(Enumerable.Range(0, nodeCount));
        graph.AddEdgeRange(edges.Select((edge, index) => new TaggedEdge<int, int>(edge.Source, edge.Target, index)));
        bool[] isBack = new bool[edges.Count];
        DepthFirstSearchAlgorithm<int, TaggedEdge<int, int>> search = new(graph);
        search.BackEdge += edge => isBack[edge.Tag] = true;
        search.Compute();
        return isBack;
    }

    private void AssignLayers(int nodeCount, IReadOnlyList<(int Source, int Target)> edges, bool[] isReversed)
    {
        AdjacencyGraph<int, SEdge<int>> graph = new();
        graph.AddVertexRange(Enumerable.Range(0, nodeCount));
        graph.AddEdgeRange(edges
            .Select((edge, index) => isReversed[index] ? new SEdge<int>(edge.Target, edge.Source) : new SEdge<int>(edge.Source, edge.Target))
            .Where(edge => edge.Source != edge.Target));
        _layerOf.AddRange(Enumerable.Repeat(0, nodeCount));
        foreach (int node in graph.TopologicalSort())
        {
            foreach (SEdge<int> edge in graph.OutEdges(node)) { _layerOf[edge.Target] = Math.Max(_layerOf[edge.Target], _layerOf[node] + 1); }
        }
    }

    private List<int> Route((int Source, int Target) edge, bool isReversed)
    {
        if (edge.Source == edge.Target) { return [edge.Source]; }
        (int top, int bottom) = isReversed ? (edge.Target, edge.Source) : (edge.Source, edge.Target);
        List<int> route = [top];
        for (int layer = _layerOf[top] + 1; layer < _layerOf[bottom]; layer++)
        {
            _layerOf.Add(layer);
            Place(_layerOf.Count - 1);
            route.Add(_layerOf.Count - 1);
        }
        route.Add(bottom);
        for (int i = 1; i < route.Count; i++)
        {
            _below[route[i - 1]].Add(route[i]);
            _above[route[i]].Add(route[i - 1]);
        }
        if (isReversed) { route.Reverse(); }
        return route;
    }

    private void Place(int place)
    {
        Layers[_layerOf[place]].Add(place);
        _above.Add([]);
        _below.Add([]);
    }
}
