using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The picture of a small graph, in layers from top to bottom.</summary>
public static class GraphFigure
{
    private const float Size = 12;
    private const float LineHeight = 16;
    private const float Padding = 8;
    private const float Gap = 22;
    private const float LayerGap = 46;
    private const float WidestText = 260;

    /// <summary>Draws a graph; everything is shown, so hundreds of nodes make a large picture.</summary>
    /// <param name="graph">The graph.</param>
    /// <exception cref="ArgumentException">An edge names a node that does not exist.</exception>
    public static Figure Draw(DirectedGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (graph.Edges.Any(edge => !IsNode(graph, edge.Source) || !IsNode(graph, edge.Target)))
        {
            throw new ArgumentException("an edge names a node that does not exist", nameof(graph));
        }
        GraphLayers layers = new(graph.Nodes.Count, [.. graph.Edges.Select(edge => (edge.Source, edge.Target))]);
        LayerOrder.Improve(layers);
        IReadOnlyList<string>[] texts = [.. graph.Nodes.Select(LinesOf)];
        float[] widths = new float[layers.PlaceCount];
        for (int node = 0; node < texts.Length; node++) { widths[node] = texts[node].Max(line => TextFit.Width(line, Size)) + (2 * Padding); }
        double[] centres = LayerSpacing.Centres(layers, widths, Gap);
        float[] middles = Middles(layers, texts, out float bottom);

        float right = Enumerable.Range(0, widths.Length).Select(place => (float)centres[place] + (widths[place] / 2)).DefaultIfEmpty(0).Max();
        // A loop is drawn to the right of its node.
        float width = right + (2 * PictureStyle.Margin) + Gap;
        float height = bottom + (2 * PictureStyle.Margin) + PictureStyle.Heading;
        return Figure.ForScreen(width, height, graph.Title, Paint);

        void Paint(SKCanvas canvas)
        {
            Ink ink = new(canvas);
            ink.Fill(SKRect.Create(width, height), SKColors.White);
            ink.Text(graph.Title, PictureStyle.Margin, PictureStyle.Margin + 8, 14, PictureStyle.Ink, bold: true);
            canvas.Translate(PictureStyle.Margin, PictureStyle.Margin + PictureStyle.Heading);
            SKRect[] boxes = [.. graph.Nodes.Select((_, node) => BoxOf(node))];
            for (int i = 0; i < graph.Edges.Count; i++)
            {
                GraphCurve.Draw(ink, layers.Routes[i], boxes, place => new SKPoint((float)centres[place], middles[place]), graph.Edges[i].Text);
            }
            for (int node = 0; node < boxes.Length; node++) { DrawNode(ink, boxes[node], texts[node], graph.Nodes[node].Kind); }
        }

        SKRect BoxOf(int node)
        {
            float boxHeight = HeightOf(texts[node]);
            return SKRect.Create((float)centres[node] - (widths[node] / 2), middles[node] - (boxHeight / 2), widths[node], boxHeight);
        }
    }

    /// <summary>The colour of a kind of node.</summary>
    internal static SKColor ColourOf(string kind) => kind switch
    {
        "start" => FigureStyle.Blue,
        "end" => FigureStyle.Green,
        "crash" => FigureStyle.Orange,
        "violation" => PictureStyle.Red,
        _ => FigureStyle.Grey,
    };

    private static bool IsNode(DirectedGraph graph, int node) => node >= 0 && node < graph.Nodes.Count;

    private static IReadOnlyList<string> LinesOf(GraphNode node)
    {
        IReadOnlyList<string> lines = [.. node.Text.Split('\n').SelectMany(line => TextFit.Wrap(line, Size, WidestText))];
        return lines.Count > 0 ? lines : [""];
    }

    private static float HeightOf(IReadOnlyList<string> lines) => (lines.Count * LineHeight) + Padding;

    private static float[] Middles(GraphLayers layers, IReadOnlyList<string>[] texts, out float bottom)
    {
        float[] middles = new float[layers.PlaceCount];
        float top = 0;
        foreach (List<int> layer in layers.Layers)
        {
            float height = layer.Max(place => place < texts.Length ? HeightOf(texts[place]) : LineHeight);
            foreach (int place in layer) { middles[place] = top + (height / 2); }
            top += height + LayerGap;
        }
        bottom = Math.Max(0, top - LayerGap);
        return middles;
    }

    private static void DrawNode(Ink ink, SKRect box, IReadOnlyList<string> lines, string kind)
    {
        ink.Fill(box, SKColors.White, 5);
        ink.Outline(box, ColourOf(kind), kind.Length == 0 ? 1 : 2, 5);
        for (int i = 0; i < lines.Count; i++)
        {
            ink.Text(lines[i], box.MidX, box.Top + (Padding / 2) + (i * LineHeight) + 12, Size, PictureStyle.Ink, side: TextSide.Middle);
        }
    }
}
