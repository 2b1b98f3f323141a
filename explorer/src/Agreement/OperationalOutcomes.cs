using Sim.Explorer.Litmus;

namespace Sim.Explorer.Agreement;

/// <summary>The operational outcome sets of one program after the other under one model; not for several threads at once.</summary>
/// <param name="model">The model's key.</param>
internal sealed class OperationalOutcomes(string model)
{
    // Then the tables of interned things are made anew: they would grow for ever, slowly.
    private const int ProgramsPerTables = 20_000;

    private readonly Dictionary<int, LitmusExploration> _explorations = [];
    private int _programCount;

    /// <summary>The outcomes of a test without recovery.</summary>
    public IReadOnlySet<string> Of(LitmusTest test, CancellationToken stop)
    {
        if (LitmusRunner.RulesOf(model) is not { } rules) { return LitmusRunner.Run(test, model, stop).Outcomes.ToHashSet(StringComparer.Ordinal); }
        if (++_programCount % ProgramsPerTables == 0) { _explorations.Clear(); }
        if (!_explorations.TryGetValue(test.Threads.Count, out LitmusExploration? exploration))
        {
            exploration = new LitmusExploration(rules, test.Threads.Count, ProgramLetter.WordCount / ProgramLetter.WordsPerLine);
            _explorations.Add(test.Threads.Count, exploration);
        }
        return new RuleExecutions(test, exploration, recovery: null, stop).Outcomes;
    }
}
