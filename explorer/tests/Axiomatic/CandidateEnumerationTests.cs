using QuikGraph.Algorithms;
using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class CandidateEnumerationTests
{
    // Candidates of a test that are compared; the larger tests have millions.
    private const int MaxCandidates = 150;

    public static TheoryData<string> Models => [.. AxiomaticModel.All.Where(model => model.Name is not ("strict" or "rp" or "arp")).Select(model => model.Name)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_candidate_violates_an_axiom_exactly_if_its_QuikGraph_relation_has_a_cycle(string name)
    {
        AxiomaticModel model = AxiomaticModel.Of(name);
        int violations = 0;
        foreach (LitmusTest test in LitmusFiles.Names.Select(LitmusFiles.Read).Where(test => test.Outcomes.ContainsKey(name)))
        {
            ForEachCandidate(test, model, (candidate, violated) =>
            {
                ExecutionGraph graph = new(candidate, model);
                for (int axiom = 0; axiom < model.Axioms.Count; axiom++)
                {
                    bool isViolated = (violated >> axiom & 1) != 0;
                    violations += isViolated ? 1 : 0;
                    Assert.Equal(isViolated, HasCycle(graph, model.Axioms[axiom]));
                    if (!isViolated && model.Axioms[axiom].Shape == AxiomShape.Acyclic) { AssertSameClosure(graph, candidate, model, axiom); }
                }
            });
        }
        Assert.NotEqual(0, violations);
    }

    private static bool HasCycle(ExecutionGraph graph, Axiom axiom) => axiom.Shape == AxiomShape.Acyclic
        ? !graph.Of(axiom).IsDirectedAcyclicGraph()
        : graph.Violation(axiom).Cycle.Count > 0;

    private static void AssertSameClosure(ExecutionGraph graph, Candidate candidate, AxiomaticModel model, int axiom)
    {
        ExecutionEvent[] events = [.. graph.Events];
        IEnumerable<(int, int)> closure = graph.Of(model.Axioms[axiom]).ComputeTransitiveClosure((a, b) => new ExecutionEdge(a, b, "")).Edges
            .Select(edge => (Array.IndexOf(events, edge.Source), Array.IndexOf(events, edge.Target)));

        Assert.Equal(closure.Distinct().Order(), Enumerable.Range(0, events.Length).SelectMany(a =>
            Enumerable.Range(0, events.Length).Where(b => candidate.Closure(axiom).Has(a, b)).Select(b => (a, b))));
    }

    private static void ForEachCandidate(LitmusTest test, AxiomaticModel model, Action<Candidate, uint> check)
    {
        int count = 0;
        CandidateEnumeration? enumeration = null;
        enumeration = new(model, test, test.Threads, [.. test.Locations.Select(location => location.Initial)], test.Kind != LitmusKind.Final, model.Axioms.Count, (candidate, violated) =>
        {
            check(candidate, violated);
            enumeration!.IsStopped = ++count == MaxCandidates;
        });
        enumeration.Run();
    }
}
