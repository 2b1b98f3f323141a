namespace Sim.Explorer.Litmus;

/// <summary>What a litmus test does under a model.</summary>
public sealed class LitmusRun
{
    private readonly ILitmusExecutions _executions;
    private readonly SortedDictionary<string, string> _executionOfOutcome = new(StringComparer.Ordinal);

    /// <summary>Judges the executions of a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="executions">Its executions; their outcomes begin with the test's observables.</param>
    internal LitmusRun(LitmusTest test, ILitmusExecutions executions)
    {
        _executions = executions;
        foreach (string wide in executions.Outcomes.Order(StringComparer.Ordinal))
        {
            string outcome = LitmusOutcome.Join(wide.Split(',').Take(test.Observables.Count));
            bool satisfies = LitmusOutcome.Satisfies(wide, test.Exists);
            if (satisfies) { SatisfyingOutcome ??= outcome; }
            // Where outcomes do not tell the whole condition, the execution that satisfies it is the one to show.
            if (satisfies || !_executionOfOutcome.ContainsKey(outcome)) { _executionOfOutcome[outcome] = wide; }
        }
    }

    /// <summary>The outcomes, in ordinal order.</summary>
    public IReadOnlyCollection<string> Outcomes => _executionOfOutcome.Keys;

    /// <summary>Whether some outcome satisfies the test's condition.</summary>
    public bool IsAllowed => SatisfyingOutcome is not null;

    /// <summary>The first outcome that satisfies the test's condition, or null.</summary>
    public string? SatisfyingOutcome { get; }

    /// <summary>States found.</summary>
    public long StateCount => _executions.StateCount;

    /// <summary>Steps taken.</summary>
    public long TransitionCount => _executions.TransitionCount;

    /// <summary>The steps of a shortest execution with an outcome, in words.</summary>
    /// <param name="outcome">One of <see cref="Outcomes"/>.</param>
    public IReadOnlyList<string> Witness(string outcome) => _executions.Witness(_executionOfOutcome[outcome]);
}
