using CsCheck;
using QuikGraph;
using QuikGraph.Algorithms;
using Sim.Explorer.Axiomatic;

namespace Sim.Explorer.Tests;

public sealed class RelationTests
{
    private static readonly Gen<(int Count, (int From, int To)[] Pairs)> Pairs = Gen.Int[1, 12].SelectMany(count =>
        Gen.Select(Gen.Int[0, count - 1], Gen.Int[0, count - 1]).Array[0, 20].Select(pairs => (count, pairs)));

    [Fact]
    public void Closing_agrees_with_QuikGraph_on_cycles_and_on_the_closure() => Pairs.Sample((count, pairs) =>
    {
        Relation relation = new(count);
        foreach ((int from, int to) in pairs) { relation.Add(from, to); }

        bool isAcyclic = relation.Close();

        AdjacencyGraph<int, SEdge<int>> graph = Graph(count, pairs);
        Assert.Equal(graph.IsDirectedAcyclicGraph(), isAcyclic);
        if (isAcyclic) { Assert.Equal(Edges(graph.ComputeTransitiveClosure((a, b) => new SEdge<int>(a, b))), Edges(relation)); }
    });

    [Fact]
    public void Adding_to_a_closed_relation_refuses_exactly_the_pairs_that_make_a_cycle() => Pairs.Sample((count, pairs) =>
    {
        Relation relation = new(count);
        List<(int, int)> accepted = [];
        foreach ((int from, int to) in pairs)
        {
            bool isAccepted = relation.AddClosed(from, to);

            Assert.Equal(Graph(count, [.. accepted, (from, to)]).IsDirectedAcyclicGraph(), isAccepted);
            if (isAccepted) { accepted.Add((from, to)); }
        }
        Assert.Equal(Edges(Graph(count, accepted).ComputeTransitiveClosure((a, b) => new SEdge<int>(a, b))), Edges(relation));
    });

    private static AdjacencyGraph<int, SEdge<int>> Graph(int count, IEnumerable<(int From, int To)> pairs)
    {
        AdjacencyGraph<int, SEdge<int>> graph = new(allowParallelEdges: false);
        graph.AddVertexRange(Enumerable.Range(0, count));
        graph.AddEdgeRange(pairs.Select(pair => new SEdge<int>(pair.From, pair.To)));
        return graph;
    }

    private static IEnumerable<(int, int)> Edges(BidirectionalGraph<int, SEdge<int>> graph) =>
        graph.Edges.Select(edge => (edge.Source, edge.Target)).Distinct().Order();

    private static IEnumerable<(int, int)> Edges(Relation relation) =>
        Enumerable.Range(0, relation.Count).SelectMany(a => Enumerable.Range(0, relation.Count).Where(b => relation.Has(a, b)).Select(b => (a, b)));
}
