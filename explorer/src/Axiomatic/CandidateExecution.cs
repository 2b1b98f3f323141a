using QuikGraph;

namespace Sim.Explorer.Axiomatic;

/// <summary>A pair of one of an execution's relations.</summary>
/// <param name="Source">The earlier event.</param>
/// <param name="Target">The later event.</param>
/// <param name="Relation">The relation or clause: <c>po</c>, <c>rfe</c>, <c>co</c>, <c>fob-line</c>.</param>
public sealed record ExecutionEdge(ExecutionEvent Source, ExecutionEvent Target, string Relation) : IEdge<ExecutionEvent>;

/// <summary>An axiom that an execution violates.</summary>
/// <param name="Axiom">Its name.</param>
/// <param name="Definition">The axiom as the paper writes it.</param>
/// <param name="Cycle">The shortest cycle that it forbids; the last edge leads back to the first event.</param>
public sealed record AxiomViolation(string Axiom, string Definition, IReadOnlyList<ExecutionEdge> Cycle);

/// <summary>A candidate execution, as a graph of events.</summary>
/// <param name="Events">The events, thread by thread in program order.</param>
/// <param name="Graph">Program order, the chosen relations, and the clauses of the axioms; an edge tells which.</param>
/// <param name="Persisted">The writes that are in memory after the crash; empty when the execution ends without one.</param>
/// <param name="Violations">The axioms that it violates; none when the model allows it.</param>
/// <param name="Outcome">What it leaves: the values of locations and observed registers, as text.</param>
public sealed record CandidateExecution(
    IReadOnlyList<ExecutionEvent> Events,
    BidirectionalGraph<ExecutionEvent, ExecutionEdge> Graph,
    IReadOnlyList<ExecutionEvent> Persisted,
    IReadOnlyList<AxiomViolation> Violations,
    string Outcome)
{
    /// <summary>The execution in words: its events, where reads read from, what persisted, and the cycle of every violated axiom.</summary>
    public IEnumerable<string> Lines()
    {
        foreach (ExecutionEvent e in Events)
        {
            ExecutionEdge? source = Graph.InEdges(e).FirstOrDefault(edge => edge.Relation is "rfe" or "rfi");
            string from = !e.IsRead ? "" : source is null ? ", the initial value" : $", from {source.Source}";
            yield return $"{e}{from}{(Persisted.Contains(e) ? ", persisted" : "")}";
        }
        foreach (AxiomViolation violation in Violations)
        {
            yield return $"violates {violation.Axiom}: {violation.Definition}";
            foreach (ExecutionEdge edge in violation.Cycle)
            {
                yield return $"  {edge.Source} --{edge.Relation}--> {edge.Target}";
            }
        }
    }
}

/// <summary>Why a model allows or forbids the condition of a test.</summary>
/// <param name="IsAllowed">Whether some outcome satisfies the condition.</param>
/// <param name="Eras">
/// The program's execution and, where the test has a recovery, the recovery's: consistent ones that satisfy the condition, or those that satisfy it
/// and violate the fewest axioms; empty when no values of any execution satisfy it.
/// </param>
public sealed record AxiomaticExplanation(bool IsAllowed, IReadOnlyList<CandidateExecution> Eras)
{
    /// <summary>How many axioms its executions violate.</summary>
    public int ViolationCount => Eras.Sum(era => era.Violations.Count);
}
