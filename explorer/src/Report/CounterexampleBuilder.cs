using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Makes a violation into an execution that people can read, draw and replay.</summary>
/// <param name="tables">The shared tables.</param>
/// <param name="search">The search that found the violation; its machine is used to follow the schedule again.</param>
/// <param name="workload">The workload.</param>
internal sealed class CounterexampleBuilder(ExplorationTables tables, WorkloadSearch search, Workload workload)
{
    /// <summary>Builds the counterexample.</summary>
    /// <param name="violation">The violation that the search has found.</param>
    /// <param name="header">Names the structure, the model and the bound; the rest is filled in.</param>
    public Counterexample Build(Violation violation, Counterexample header)
    {
        MemoryLog memory = new(tables.Rules, search.Machine);
        StepLog steps = new(tables, memory);
        Follow(steps);
        Counterexample counterexample = header with
        {
            Workload = workload.Name,
            Program = workload,
            Property = violation.Property,
            Summary = violation.Summary,
            Operations = [.. workload.Threads.Select(thread => thread.Select(Describe).ToList())],
            Steps = steps.Steps,
            Memory = memory.Changes(),
            Recovered = violation.Summary,
            Schedule = search.Schedule,
        };
        return violation.Outcome < 0 ? counterexample : AddCrash(counterexample, violation.Outcome);
    }

    /// <summary>The steps of the search's schedule, as far as it is possible.</summary>
    public IReadOnlyList<ExecutionStep> Steps()
    {
        StepLog steps = new(tables);
        Follow(steps);
        return steps.Steps;
    }

    private void Follow(StepLog steps)
    {
        if (search.SetupFailed) { return; }
        search.Machine.Observer = steps;
        search.TryFollow(search.Schedule);
        search.Machine.Observer = null;
    }

    private string Describe(Operation operation) => tables.Structure.Operations[operation.Kind].Describe(operation);

    private Counterexample AddCrash(Counterexample counterexample, int outcome)
    {
        Machine machine = search.Machine;
        IReadOnlyList<int> positions = FindRecovery(machine, outcome);
        StepLog recovery = new(tables);
        for (int i = 0; i < positions.Count; i++)
        {
            if (i > 0) { recovery.Crashed(); }
            recovery.Recovered(positions[i]);
        }
        string[] allowed = [.. tables.Monitor.Admissible(machine.Admissible).ToArray()
            .Select(state => tables.Specification.State(state).Text).Order(StringComparer.Ordinal)];
        return counterexample with
        {
            Summary = $"{counterexample.Summary}; correct would be {string.Join(" or ", allowed)}",
            Lines = new CrashedMemory(tables, machine, positions[0]).Describe(),
            Recovery = recovery.Steps,
            Recovered = tables.Outcomes.Text(outcome),
            Allowed = allowed,
        };
    }

    /// <summary>Finds where recovery's walks stand when they reach an outcome, with as few crashes as possible.</summary>
    private IReadOnlyList<int> FindRecovery(Machine machine, int outcome)
    {
        IReadOnlyList<int> positions = [];
        Dictionary<int, IReadOnlyList<int>> latest = [];
        search.Recovery.OutcomeReached = (reached, second) =>
        {
            IReadOnlyList<int> found = second < 0 ? search.Recovery.Positions : latest[second];
            if (second < 0) { latest[reached] = found; }
            if (reached != outcome) { return; }
            if (positions.Count == 0 || found.Count < positions.Count) { positions = found; }
        };
        search.Recovery.OutcomesOf(tables.Rules.CrashImages(machine));
        search.Recovery.OutcomeReached = null;
        // What follows the observation matters only where it is what goes wrong.
        return tables.Outcomes.Kind(outcome) == OutcomeKind.ProbeFailure ? positions : [.. positions.Select(UpToObservation)];
    }

    private int UpToObservation(int node) =>
        tables.Tree.PathTo(node).Find(step => tables.Tree[step].Kind == NodeKind.Observed) is int observed and > 0 ? observed : node;
}
