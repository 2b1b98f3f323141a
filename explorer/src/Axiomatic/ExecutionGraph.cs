using System.Numerics;
using QuikGraph;
using QuikGraph.Algorithms;

namespace Sim.Explorer.Axiomatic;

/// <summary>The relations of a candidate as QuikGraph graphs, and the cycles in them.</summary>
/// <remarks>For explanations, not for the enumeration: that works on bit rows.</remarks>
internal sealed class ExecutionGraph
{
    private readonly Candidate _x;
    private readonly AxiomaticModel _model;
    private readonly List<ExecutionEdge> _chosen = [];

    public ExecutionGraph(Candidate candidate, AxiomaticModel model)
    {
        (_x, _model) = (candidate, model);
        AddReadsFrom();
        AddOrders();
        AddCovers();
    }

    /// <summary>The events of the candidate.</summary>
    public IEnumerable<ExecutionEvent> Events => _x.Events.Take(_x.Count);

    /// <summary>Everything: po without its transitive pairs, what was chosen, and the clauses of all axioms.</summary>
    public BidirectionalGraph<ExecutionEvent, ExecutionEdge> Whole()
    {
        List<ExecutionEdge> edges = [.. _chosen];
        for (int a = 0; a < _x.Count; a++)
        {
            for (int b = 0; b < _x.Count; b++)
            {
                if (IsImmediate(_x.Po, a, b)) { edges.Add(Edge(a, b, "po")); }
            }
        }
        for (int axiom = 0; axiom < _model.Axioms.Count; axiom++)
        {
            edges.AddRange(ProgramEdges(_model.Axioms[axiom]).Where(edge => !edge.Relation.StartsWith("po", StringComparison.Ordinal)));
        }
        return Graph(edges);
    }

    /// <summary>The relation that an axiom restricts, without its transitive closure.</summary>
    public BidirectionalGraph<ExecutionEvent, ExecutionEdge> Of(Axiom axiom) => Graph(
    [
        .. ProgramEdges(axiom),
        .. _chosen.Where(edge => axiom.Communication.HasFlag(Enum.Parse<Communication>(edge.Relation, ignoreCase: true))),
    ]);

    /// <summary>The violation of an axiom, with the shortest cycle.</summary>
    public AxiomViolation Violation(Axiom axiom) => new(axiom.Name, axiom.Definition, axiom.Shape switch
    {
        AxiomShape.Acyclic => ShortestCycle(Of(axiom)),
        AxiomShape.Irreflexive => CycleOfTwo(axiom),
        _ => BrokenPair(),
    });

    /// <summary>The violation of nvo: a write was kept although an earlier one, which some rule wants persistent before it, was not.</summary>
    public AxiomViolation Violation(PersistClause rule, int kept, int missing)
    {
        List<ExecutionEdge> cycle = [];
        int from = missing;
        foreach (PersistLeg leg in rule.Legs(_x, missing, kept))
        {
            cycle.AddRange(leg.Label is { } label ? [Edge(from, leg.To, label)] : ShortestPath(Of(_model.Axioms[leg.Axiom]), _x.Events[from], _x.Events[leg.To]));
            from = leg.To;
        }
        cycle.Add(Edge(kept, missing, "persisted without"));
        return new AxiomViolation("nvo", $"the persisted set is closed under nvo; {rule.Name}: {rule.Definition}", cycle);
    }

    private static BidirectionalGraph<ExecutionEvent, ExecutionEdge> Graph(IEnumerable<ExecutionEdge> edges, IEnumerable<ExecutionEvent> events)
    {
        BidirectionalGraph<ExecutionEvent, ExecutionEdge> graph = new();
        graph.AddVertexRange(events);
        graph.AddEdgeRange(edges);
        return graph;
    }

    private BidirectionalGraph<ExecutionEvent, ExecutionEdge> Graph(IEnumerable<ExecutionEdge> edges) => Graph(edges, Events);

    private static List<ExecutionEdge> ShortestCycle(BidirectionalGraph<ExecutionEvent, ExecutionEdge> graph)
    {
        List<ExecutionEdge>? best = null;
        foreach (ExecutionEdge edge in graph.Edges)
        {
            List<ExecutionEdge> back = ReferenceEquals(edge.Source, edge.Target) ? [] : ShortestPath(graph, edge.Target, edge.Source);
            bool isCycle = back.Count > 0 || ReferenceEquals(edge.Source, edge.Target);
            if (isCycle && (best is null || back.Count + 1 < best.Count)) { best = [edge, .. back]; }
        }
        return best ?? [];
    }

    private static List<ExecutionEdge> ShortestPath(BidirectionalGraph<ExecutionEvent, ExecutionEdge> graph, ExecutionEvent from, ExecutionEvent to) =>
        graph.ShortestPathsDijkstra(_ => 1, from)(to, out IEnumerable<ExecutionEdge>? path) ? [.. path] : [];

    private ExecutionEdge Edge(int from, int to, string relation) => new(_x.Events[from], _x.Events[to], relation);

    private static bool IsImmediate(Relation relation, int a, int b)
    {
        if (!relation.Has(a, b)) { return false; }
        for (ulong between = relation[a]; between != 0; between &= between - 1)
        {
            if (relation.Has(BitOperations.TrailingZeroCount(between), b)) { return false; }
        }
        return true;
    }

    private List<ExecutionEdge> ProgramEdges(Axiom axiom)
    {
        List<ExecutionEdge> edges = [];
        foreach (Clause clause in axiom.Clauses)
        {
            Relation pairs = new(_x.Count);
            clause.Build(_x, pairs);
            for (int read = 0; clause.Before is not null && read < _x.Count; read++)
            {
                ulong before = _x.ReadsFrom[read] < 0 ? 0 : clause.Before(_x, _x.ReadsFrom[read], read);
                for (; before != 0; before &= before - 1)
                {
                    pairs.Add(BitOperations.TrailingZeroCount(before), read);
                }
            }
            for (int a = 0; a < _x.Count; a++)
            {
                for (ulong left = pairs[a]; left != 0; left &= left - 1)
                {
                    edges.Add(Edge(a, BitOperations.TrailingZeroCount(left), clause.Name));
                }
            }
        }
        return edges;
    }

    private void AddReadsFrom()
    {
        for (ulong reads = _x.Reads; reads != 0; reads &= reads - 1)
        {
            int read = BitOperations.TrailingZeroCount(reads);
            int source = _x.ReadsFrom[read];
            if (source >= 0) { _chosen.Add(Edge(source, read, Suffix("rf", source, read))); }
            for (ulong writes = _x.Writes & ~(1UL << read); writes != 0; writes &= writes - 1)
            {
                int write = BitOperations.TrailingZeroCount(writes);
                bool isLater = _x.Events[write].Location == _x.Events[read].Location && (source < 0 || _x.Position[write] > _x.Position[source]);
                if (isLater) { _chosen.Add(Edge(read, write, Suffix("fr", read, write))); }
            }
        }
    }

    private string Suffix(string relation, int a, int b) => relation + (_x.Events[a].Thread == _x.Events[b].Thread ? "i" : "e");

    private void AddOrders()
    {
        for (int unit = 0; unit < _x.Order.Length; unit++)
        {
            for (int i = 1; i < _x.OrderCount[unit]; i++)
            {
                _chosen.Add(Edge(_x.Order[unit][i - 1], _x.Order[unit][i], "co"));
            }
        }
    }

    private void AddCovers()
    {
        for (int i = 0; i < _x.CoverCount; i++)
        {
            int[] order = _x.Order[_x.CoverUnit[i]];
            if (_x.Covered[i] > 0) { _chosen.Add(Edge(order[_x.Covered[i] - 1], _x.CoverFlush[i], "pf")); }
            if (_x.Covered[i] < _x.OrderCount[_x.CoverUnit[i]]) { _chosen.Add(Edge(_x.CoverFlush[i], order[_x.Covered[i]], "fp")); }
        }
    }

    private List<ExecutionEdge> CycleOfTwo(Axiom axiom)
    {
        List<ExecutionEdge> program = ProgramEdges(axiom);
        foreach (ExecutionEdge edge in _chosen.Where(edge => axiom.Communication.HasFlag(Enum.Parse<Communication>(edge.Relation, ignoreCase: true))))
        {
            ExecutionEdge? back = program.FirstOrDefault(other => ReferenceEquals(other.Source, edge.Target) && ReferenceEquals(other.Target, edge.Source));
            if (back is not null) { return [edge, back]; }
        }
        return [];
    }

    private List<ExecutionEdge> BrokenPair()
    {
        for (ulong stores = _x.Of(EventClass.X); stores != 0; stores &= stores - 1)
        {
            int store = BitOperations.TrailingZeroCount(stores);
            int load = _x.FirstOf(_x.Events[store].Thread) + _x.Events[store].PairedLoad;
            ExecutionEdge? overtaken = _chosen.FirstOrDefault(edge => edge.Relation == "fre" && ReferenceEquals(edge.Source, _x.Events[load])
                && _x.Position[Array.IndexOf(_x.Events, edge.Target)] < _x.Position[store]);
            if (overtaken is not null)
            {
                return [overtaken, new ExecutionEdge(overtaken.Target, _x.Events[store], "co"), Edge(store, load, "exclusive pair")];
            }
        }
        return [];
    }
}
