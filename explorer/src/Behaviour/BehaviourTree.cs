using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>How a recorded path ends.</summary>
/// <param name="Kind">A leaf kind, or <see cref="NodeKind.Waits"/>.</param>
/// <param name="Result">The leaf's result.</param>
internal readonly record struct PathEnd(NodeKind Kind, ulong Result = 0);

/// <summary>
/// The behaviour trees of all operations and recoveries: for every sequence of values read, the next memory event. Code runs
/// only where a walk falls off a tree; one run grafts a whole path.
/// </summary>
/// <param name="rules">Prepares the instructions.</param>
/// <param name="sites">Numbers the sites.</param>
internal sealed class BehaviourTree(MemoryRules rules, SiteTable sites)
{
    /// <summary>The variant of the marker event that says: recovery is done and the state was observed.</summary>
    public const byte ObservedMarker = byte.MaxValue;

    private readonly List<MemoryEvent> _requests = [default];
    private readonly List<int> _roots = [];
    private readonly List<int> _leafCounts = [];
    private BehaviourNode[] _nodes = new BehaviourNode[256];
    private BehaviourEdge[] _edges = new BehaviourEdge[256];
    private int _nodeCount = 1;
    private int _edgeCount;

    /// <summary>Distinct complete paths: leaves.</summary>
    public int LeafCount => _leafCounts.Sum();

    /// <summary>The node with a number.</summary>
    public ref readonly BehaviourNode this[int node] => ref _nodes[node];

    /// <summary>The request recorded at a node.</summary>
    public MemoryEvent Request(int node) => _requests[node];

    /// <summary>Starts a tree; its first node is unknown.</summary>
    /// <returns>The tree's number.</returns>
    public int NewTree()
    {
        _roots.Add(0);
        _leafCounts.Add(0);
        return _roots.Count - 1;
    }

    /// <summary>Distinct complete paths of one tree.</summary>
    public int LeafCountOf(int tree) => _leafCounts[tree];

    /// <summary>The first node of a tree, or 0.</summary>
    public int Root(int tree) => _roots[tree];

    /// <summary>The node that follows a reading node when it reads a value, or 0 where that is not known yet.</summary>
    public int Child(int node, UInt128 value)
    {
        for (int edge = _nodes[node].FirstEdge; edge >= 0; edge = _edges[edge].NextEdge)
        {
            if (_edges[edge].Value == value) { return _edges[edge].Child; }
        }
        return 0;
    }

    /// <summary>The value read at the node before a node, which must read.</summary>
    public UInt128 ValueReadBefore(int node) => _edges[_nodes[node].ParentEdge].Value;

    /// <summary>The value read at a node of a tree with a single path.</summary>
    public UInt128 OnlyValueRead(int node) => _edges[_nodes[node].FirstEdge].Value;

    /// <summary>The values read on the way from the root to a node, oldest first.</summary>
    public List<UInt128> ValuesReadBefore(int node)
    {
        List<UInt128> values = [];
        for (; node != 0; node = _nodes[node].Parent)
        {
            if (_nodes[node].ParentEdge >= 0) { values.Add(ValueReadBefore(node)); }
        }
        values.Reverse();
        return values;
    }

    /// <summary>The nodes from the root to a node, both included.</summary>
    public List<int> PathTo(int node)
    {
        List<int> path = [];
        for (; node != 0; node = _nodes[node].Parent) { path.Add(node); }
        path.Reverse();
        return path;
    }

    /// <summary>Adds a recorded path to a tree.</summary>
    /// <exception cref="NondeterminismException">The path's events differ from those recorded before.</exception>
    public void Graft(int tree, IReadOnlyList<MemoryEvent> events, PathEnd end)
    {
        int parent = 0;
        int edge = -1;
        for (int i = 0; i < events.Count; i++)
        {
            int node = Successor(tree, parent, edge);
            if (node == 0)
            {
                node = AddNode(events[i] with { Read = 0 }, i + 1 < events.Count && events[i + 1].ContinuesWideStore);
                Link(tree, parent, edge, node);
            }
            else if (!_requests[node].IsSameRequest(events[i]))
            {
                throw new NondeterminismException(Describe(node), NondeterminismException.Describe(events[i], sites), i);
            }
            parent = node;
            bool waits = end.Kind == NodeKind.Waits && i == events.Count - 1;
            if (waits) { return; }
            edge = _nodes[node].Reads ? EdgeFor(node, events[i].Read) : -1;
        }
        int leaf = Successor(tree, parent, edge);
        if (leaf == 0)
        {
            leaf = NewNode(new BehaviourNode { Kind = end.Kind, Result = end.Result });
            Link(tree, parent, edge, leaf);
            _leafCounts[tree]++;
        }
        else if (_nodes[leaf].Kind != end.Kind || _nodes[leaf].Result != end.Result)
        {
            throw new NondeterminismException(Describe(leaf), Describe(end), events.Count);
        }
    }

    private static string Describe(PathEnd end) => end.Kind switch
    {
        NodeKind.Return => $"return {end.Result}",
        NodeKind.Fault => "an exception",
        _ => "no end",
    };

    private string Describe(int node) => _nodes[node].Kind >= NodeKind.Return
        ? Describe(new PathEnd(_nodes[node].Kind, _nodes[node].Result))
        : NondeterminismException.Describe(_requests[node], sites);

    private int Successor(int tree, int parent, int edge) =>
        parent == 0 ? _roots[tree] : edge >= 0 ? _edges[edge].Child : _nodes[parent].Next;

    private void Link(int tree, int parent, int edge, int node)
    {
        _nodes[node].Parent = parent;
        _nodes[node].ParentEdge = edge;
        if (parent == 0) { _roots[tree] = node; }
        else if (edge >= 0) { _edges[edge].Child = node; }
        else { _nodes[parent].Next = node; }
    }

    private int EdgeFor(int node, UInt128 value)
    {
        for (int edge = _nodes[node].FirstEdge; edge >= 0; edge = _edges[edge].NextEdge)
        {
            if (_edges[edge].Value == value) { return edge; }
        }
        if (_edgeCount == _edges.Length) { Array.Resize(ref _edges, 2 * _edgeCount); }
        _edges[_edgeCount] = new BehaviourEdge { Value = value, NextEdge = _nodes[node].FirstEdge };
        _nodes[node].FirstEdge = _edgeCount;
        return _edgeCount++;
    }

    private int NewNode(BehaviourNode node)
    {
        if (_nodeCount == _nodes.Length) { Array.Resize(ref _nodes, 2 * _nodeCount); }
        node.FirstEdge = -1;
        node.ParentEdge = -1;
        _nodes[_nodeCount] = node;
        while (_requests.Count <= _nodeCount) { _requests.Add(default); }
        return _nodeCount++;
    }

    private int AddNode(MemoryEvent request, bool beginsWideStore)
    {
        bool marks = request.Kind == EventKind.Mark;
        int id = NewNode(new BehaviourNode
        {
            Kind = !marks ? NodeKind.Instruction : request.Variant == ObservedMarker ? NodeKind.Observed : NodeKind.Mark,
            SiteId = request.SiteId,
            Instruction = marks ? default : rules.Prepare(request) with { BeginsWideStore = beginsWideStore },
            Result = (ulong)request.Operand,
        });
        _requests[id] = request;
        return id;
    }
}
