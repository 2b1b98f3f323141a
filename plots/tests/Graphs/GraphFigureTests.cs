using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class GraphFigureTests
{
    private static readonly DirectedGraph Diamond = new(
        "Two stores drain in either order",
        [new("both \"buffered\"", "start"), new("x visible"), new("y visible"), new("both visible\ncrash may keep any", "end")],
        [new(0, 1, "t0 drains x"), new(0, 2, "t1 drains y"), new(1, 3, "t1 drains y"), new(2, 3, "t0 drains x"), new(3, 3, "idle")]);

    [Fact]
    public void Every_node_and_label_is_in_the_picture()
    {
        IReadOnlyList<string> texts = Svg.Texts(GraphFigure.Draw(Diamond));

        Assert.All(["Two stores drain in either order", "both \"buffered\"", "x visible", "both visible", "crash may keep any", "t1 drains y", "idle"],
            text => Assert.Contains(text, texts));
    }

    [Fact]
    public void The_same_graph_gives_the_same_bytes() =>
        Assert.Equal(GraphFigure.Draw(Diamond).ToSvg(), GraphFigure.Draw(Diamond).ToSvg());

    [Fact]
    public void An_empty_graph_is_an_empty_picture() =>
        Assert.Equal(["nothing"], Svg.Texts(GraphFigure.Draw(new DirectedGraph("nothing", [], []))));

    [Fact]
    public void An_edge_to_nowhere_is_refused() =>
        Assert.Throws<ArgumentException>(() => GraphFigure.Draw(new DirectedGraph("", [new("a")], [new(0, 1)])));

    [Fact]
    public void Dot_text_quotes_what_labels_contain()
    {
        string dot = GraphText.Dot(Diamond);

        Assert.Contains("  n0 [label=\"both \\\"buffered\\\"\", class=\"start\", color=\"#0072b2\"];\n", dot, StringComparison.Ordinal);
        Assert.Contains("  n3 [label=\"both visible\\ncrash may keep any\", class=\"end\", color=\"#009e73\"];\n", dot, StringComparison.Ordinal);
        Assert.Contains("  n0 -> n1 [label=\"t0 drains x\"];\n", dot, StringComparison.Ordinal);
    }
}
