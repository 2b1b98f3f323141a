using System.Globalization;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Builds the graph of all states and transitions of a small workload, to be drawn.</summary>
/// <remarks>Every state is reached again along its schedule from the start: slow, but it needs nothing from the search.</remarks>
/// <param name="tables">The shared tables.</param>
/// <param name="search">Follows schedules.</param>
internal sealed class StateGraph(ExplorationTables tables, WorkloadSearch search)
{
    private readonly List<(List<int> Schedule, int StepCount)> _states = [];
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphEdge> _edges = [];
    private readonly Dictionary<StateHash, int> _ids = [];

    /// <summary>Builds the graph.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="maxStates">The most states that it may have.</param>
    /// <exception cref="InputException">The workload has more states.</exception>
    public DirectedGraph Build(string title, int maxStates)
    {
        Visit([], source: -1);
        List<int> choices = [];
        for (int state = 0; state < _states.Count; state++)
        {
            if (_nodes[state].Kind == "violation") { continue; }
            if (_states.Count > maxStates)
            {
                throw new InputException($"the workload has more than {maxStates} states: draw fewer threads, operations or keys, or raise --max-states");
            }
            search.Follow(_states[state].Schedule);
            search.Machine.ListChoices(choices);
            if (choices.Count == 0 && _nodes[state].Kind.Length == 0) { _nodes[state] = _nodes[state] with { Kind = "end" }; }
            foreach (int choice in choices.ToArray()) { Visit([.. _states[state].Schedule, choice], state); }
        }
        return new DirectedGraph(title, _nodes, _edges);
    }

    private void Visit(List<int> schedule, int source)
    {
        StepLog steps = new(tables);
        search.Machine.Observer = steps;
        Violation? violation = search.Follow(schedule);
        search.Machine.Observer = null;
        if (!_ids.TryGetValue(search.Machine.Hash, out int id) || violation is not null)
        {
            id = _nodes.Count;
            _ids.TryAdd(search.Machine.Hash, id);
            _states.Add((schedule, steps.Steps.Count));
            _nodes.Add(violation is null
                ? new GraphNode(Describe(), source < 0 ? "start" : "")
                : new GraphNode($"violated: {violation.Property}", "violation"));
        }
        if (source < 0) { return; }
        IEnumerable<string> taken = steps.Steps.Skip(_states[source].StepCount).Select(step => step.Text);
        _edges.Add(new GraphEdge(source, id, $"t{Choice.ThreadOf(schedule[^1])}: {string.Join("; ", taken)}"));
    }

    private string Describe()
    {
        double images = 1;
        for (int slot = 0; slot < tables.Units.SlotCount; slot++) { images *= tables.Rules.Candidates(search.Machine, slot).Count; }
        IEnumerable<string> buffers = Enumerable.Range(0, search.Machine.ThreadCount)
            .Select(thread => (Thread: thread, Entries: string.Join(", ", tables.Rules.DescribeWaiting(search.Machine, thread))))
            .Where(buffer => buffer.Entries.Length > 0)
            .Select(buffer => $"t{buffer.Thread} buffers {buffer.Entries}");
        return string.Join('\n', buffers.Append(string.Create(CultureInfo.InvariantCulture, $"{images:0} crash image{(images == 1 ? "" : "s")}")));
    }
}
