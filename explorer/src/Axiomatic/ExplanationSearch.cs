using System.Globalization;
using System.Numerics;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Axiomatic;

/// <summary>Finds executions that satisfy a test's condition and violate as few axioms as possible.</summary>
/// <remarks>
/// The enumeration of the judge is run with 0, 1, 2, .. violations allowed until something satisfies the condition. nvo counts as one
/// axiom more. Among equals, consistent executions whose persisted set is not closed come first, then those with shorter cycles.
/// </remarks>
internal sealed class ExplanationSearch(LitmusTest test, AxiomaticModel model)
{
    // Enough to choose a short cycle from, and few enough to draw.
    private const int MaxCandidates = 200;

    private readonly LitmusObservable[] _registers = [.. test.Observables.Where(observable => observable.Location < 0)];

    private bool HasRecovery => test.Kind is LitmusKind.Recover or LitmusKind.Crash2;

    /// <summary>The best explanation.</summary>
    public AxiomaticExplanation Find()
    {
        long[] initial = [.. test.Locations.Select(location => location.Initial)];
        for (int limit = 0; limit <= (model.Axioms.Count + 1) * 2; limit++)
        {
            foreach (int orderLimit in limit == 0 ? [0] : new[] { 0, limit })
            {
                List<AxiomaticExplanation> found = HasRecovery ? WithRecovery(initial, limit, orderLimit)
                    : [.. Executions(test.Threads, initial, test.Kind == LitmusKind.Crash, isLast: true, limit, orderLimit, Satisfies)
                        .Select(era => new AxiomaticExplanation(limit == 0, [era.Execution]))];
                if (found.Count > 0) { return found.MinBy(explanation => explanation.Eras.Sum(era => era.Violations.Sum(violation => violation.Cycle.Count)))!; }
            }
        }
        return new AxiomaticExplanation(false, []);
    }

    // One witness per crash state and number of violations is enough: the recovery depends on the state only.
    private List<AxiomaticExplanation> WithRecovery(long[] initial, int limit, int orderLimit)
    {
        List<AxiomaticExplanation> found = [];
        HashSet<string> seen = [];
        for (int first = 0; first <= limit; first++)
        {
            foreach ((long[] state, CandidateExecution program) in Executions(test.Threads, initial, crashes: true, isLast: false, first, orderLimit, state => seen.Add(Text(state))))
            {
                found.AddRange(Executions(test.Recovery, state, test.Kind == LitmusKind.Crash2, isLast: true, limit - first, orderLimit, Satisfies)
                    .Select(era => new AxiomaticExplanation(limit == 0, [program, era.Execution])));
            }
        }
        return found;
    }

    private bool Satisfies(long[] state)
    {
        Dictionary<string, long> values = [];
        int register = test.Locations.Count;
        foreach (LitmusObservable observable in test.Observables)
        {
            values[observable.Name] = state[observable.Location >= 0 ? observable.Location : register++];
        }
        return test.Exists.IsSatisfiedBy(name => values.TryGetValue(name, out long value) ? value : null);
    }

    private List<(long[] State, CandidateExecution Execution)> Executions(IReadOnlyList<LitmusThread> threads, long[] initial, bool crashes, bool isLast,
        int limit, int orderLimit, Predicate<long[]> isWanted)
    {
        List<(long[], CandidateExecution)> found = [];
        CandidateEnumeration? enumeration = null;
        enumeration = new CandidateEnumeration(model, test, threads, initial, crashes, Math.Min(limit, orderLimit), (x, violated) =>
        {
            foreach ((long[] state, int[]? kept) in crashes ? Cuts(x, limit - BitOperations.PopCount(violated)) : Final(x, limit - BitOperations.PopCount(violated)))
            {
                if (isWanted(state)) { found.Add((state, Describe(x, violated, kept, isLast ? AxiomaticJudge.OutcomeText(test, state) : Text(state)))); }
            }
            enumeration!.IsStopped = found.Count >= MaxCandidates;
        });
        enumeration.Run();
        return found;
    }

    private IEnumerable<(long[] State, int[]? Kept)> Final(Candidate x, int violationsLeft)
    {
        if (violationsLeft > 0) { yield break; }
        long[] state = new long[x.Initial.Length + _registers.Length];
        AxiomaticJudge.Final(x, _registers, state);
        yield return (state, null);
    }

    // The cuts that are closed under nvo, or, where one more violation is allowed, those that are not.
    private IEnumerable<(long[] State, int[]? Kept)> Cuts(Candidate x, int violationsLeft)
    {
        if (violationsLeft > 1) { yield break; }
        PersistOrder order = new(x.Events.Length, x.Order.Length);
        order.Begin(x, model.Persistence);
        do
        {
            if (order.Violation() is null != (violationsLeft == 0)) { continue; }
            long[] state = new long[x.Initial.Length];
            AxiomaticJudge.Memory(test, x, order.Kept, state);
            yield return (state, [.. order.Kept]);
        }
        while (order.NextCut());
    }

    private string Text(long[] state) => string.Join(',', test.Locations.Select((location, index) =>
        string.Create(CultureInfo.InvariantCulture, $"{location.Name}={state[index]}")));

    private CandidateExecution Describe(Candidate x, uint violated, int[]? kept, string outcome)
    {
        ExecutionGraph graph = new(x, model);
        List<AxiomViolation> violations = [];
        for (int axiom = 0; axiom < model.Axioms.Count; axiom++)
        {
            if ((violated >> axiom & 1) != 0) { violations.Add(graph.Violation(model.Axioms[axiom])); }
        }
        int[] cut = kept ?? [];
        foreach (PersistClause rule in cut.Length > 0 ? model.Persistence : [])
        {
            PersistOrder order = new(x.Events.Length, x.Order.Length);
            order.Begin(x, [rule]);
            cut.CopyTo(order.Kept, 0);
            if (order.Violation() is not { } broken) { continue; }
            violations.Add(graph.Violation(rule, broken.Kept, broken.Missing));
            break;
        }
        IEnumerable<int> persisted = Enumerable.Range(0, cut.Length).SelectMany(unit => x.Order[unit].Take(cut[unit]));
        return new CandidateExecution([.. graph.Events], graph.Whole(), [.. persisted.Select(write => x.Events[write])], violations, outcome);
    }
}
