using Sim.Simulator;
using Sim.Simulator.Results;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class StateGraphTests
{
    [Fact]
    public void The_graph_has_the_states_and_transitions_of_the_search()
    {
        SmallStructure structure = DurableRegister([Write(1)], [Write(2)]);
        ExploreResult searched = StructureExplorer.Explore(structure, new ExploreOptions(), TestContext.Current.CancellationToken).Result;

        DirectedGraph graph = new ExplorationSession(structure, new ExploreOptions()).StateGraph(maxStates: 1_000);

        Assert.Equal((searched.States, searched.Transitions), (graph.Nodes.Count, graph.Edges.Count));
        Assert.Equal("start", graph.Nodes[0].Kind);
    }

    [Fact]
    public void A_violation_is_a_node_where_the_graph_ends()
    {
        DirectedGraph graph = new ExplorationSession(VolatileRegister([Write(1)]), new ExploreOptions()).StateGraph(maxStates: 100);

        int violation = graph.Nodes.ToList().FindIndex(node => node.Kind == "violation");
        Assert.Equal("violated: durable linearizability", graph.Nodes[violation].Text);
        Assert.DoesNotContain(graph.Edges, edge => edge.Source == violation);
    }

    [Fact]
    public void A_workload_with_more_states_is_refused() =>
        Assert.StartsWith("the workload has more than 3 states", Assert.Throws<InputException>(() =>
            new ExplorationSession(DurableRegister([Write(1)], [Write(2)]), new ExploreOptions()).StateGraph(maxStates: 3)).Message, StringComparison.Ordinal);
}
