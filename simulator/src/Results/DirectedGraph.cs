namespace Sim.Simulator.Results;

/// <summary>A graph to be drawn: states and transitions, or stores and the order in which they persist.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Nodes">The nodes; edges name them by index.</param>
/// <param name="Edges">The edges.</param>
public sealed record DirectedGraph(string Title, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges);

/// <summary>A node.</summary>
/// <param name="Text">What stands in it; lines are separated by line feeds.</param>
/// <param name="Kind">Decides its colour: <c>start</c>, <c>end</c>, <c>crash</c>, <c>violation</c>, or empty.</param>
public sealed record GraphNode(string Text, string Kind = "");

/// <summary>An edge.</summary>
/// <param name="Source">The index of the node that it leaves.</param>
/// <param name="Target">The index of the node that it enters.</param>
/// <param name="Text">What stands beside it; may be empty.</param>
public sealed record GraphEdge(int Source, int Target, string Text = "");
