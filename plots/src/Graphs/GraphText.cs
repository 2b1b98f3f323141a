using System.Globalization;
using System.Text;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>A graph in the DOT language of Graphviz.</summary>
public static class GraphText
{
    /// <summary>Writes a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <returns>A <c>digraph</c>, with line feeds.</returns>
    public static string Dot(DirectedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"digraph {Quote(graph.Title)} {{\n  rankdir=TB;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n");
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            string kind = graph.Nodes[i].Kind.Length == 0 ? "" : $", class={Quote(graph.Nodes[i].Kind)}, color={Quote(ColourOf(graph.Nodes[i].Kind))}";
            text.Append(CultureInfo.InvariantCulture, $"  n{i} [label={Quote(graph.Nodes[i].Text)}{kind}];\n");
        }
        foreach (GraphEdge edge in graph.Edges)
        {
            string label = edge.Text.Length == 0 ? "" : $" [label={Quote(edge.Text)}]";
            text.Append(CultureInfo.InvariantCulture, $"  n{edge.Source} -> n{edge.Target}{label};\n");
        }
        return text.Append("}\n").ToString();
    }

    private static string ColourOf(string kind)
    {
        SkiaSharp.SKColor colour = GraphFigure.ColourOf(kind);
        return string.Create(CultureInfo.InvariantCulture, $"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}");
    }

    private static string Quote(string text) =>
        "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
}
