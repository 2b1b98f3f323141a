namespace Sim.Explorer.Tests;

/// <summary>A state of a naive machine.</summary>
internal interface INaiveState
{
    /// <summary>Equal for equal states.</summary>
    string Key();

    /// <summary>Every state that one step leads to.</summary>
    IEnumerable<INaiveState> Steps();

    /// <summary>Every memory that a crash can leave.</summary>
    IEnumerable<ulong[]> Images();

    /// <summary>Whether a thread has responded to its last operation.</summary>
    bool HasResponded(int thread);

    /// <summary>Memory as a thread sees it.</summary>
    ulong[] Visible(int thread);

    /// <summary>What threads start from when this state is the end of the setup.</summary>
    INaiveState Start(Instruction[][] programs);
}

/// <summary>
/// Exploration written as plainly as possible: every interleaving by recursion, every crash image by enumeration, no trees, no
/// sharing, no reduction. It shares no code with the explorer, nor do the machines that it runs with the models' rules.
/// </summary>
/// <param name="scenario">The scenario.</param>
/// <param name="start">Threads that start from a memory.</param>
/// <param name="nestedCrashes">How many crashes inside recovery to follow.</param>
internal sealed class NaiveExplorer(ProgramScenario scenario, Func<Instruction[][], ulong[], INaiveState> start, int nestedCrashes)
{
    private readonly SortedSet<string> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _recoveries = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>All outcomes of all crashes.</summary>
    public SortedSet<string> Outcomes()
    {
        Stack<INaiveState> open = new([start([scenario.Setup], new ulong[Instruction.LocationCount])]);
        HashSet<string> seen = [];
        while (open.TryPop(out INaiveState? setup))
        {
            if (!seen.Add(setup.Key())) { continue; }
            INaiveState[] next = [.. setup.Steps()];
            if (next.Length == 0) { Visit(setup.Start(scenario.Threads)); }
            else if (setup.HasResponded(0)) { Crash(setup); }
            foreach (INaiveState step in next) { open.Push(step); }
        }
        return _outcomes;
    }

    private void Crash(INaiveState state)
    {
        foreach (ulong[] image in state.Images()) { _outcomes.UnionWith(Recover(image, nestedCrashes)); }
    }

    private void Visit(INaiveState state)
    {
        if (!_seen.Add(state.Key())) { return; }
        Crash(state);
        foreach (INaiveState next in state.Steps()) { Visit(next); }
    }

    private SortedSet<string> Recover(ulong[] image, int depth)
    {
        string key = $"{depth}:{string.Join(',', image)}";
        if (_recoveries.TryGetValue(key, out SortedSet<string>? known)) { return known; }
        SortedSet<string> outcomes = new(StringComparer.Ordinal);
        Stack<INaiveState> open = new([start([scenario.Recovery], image)]);
        HashSet<string> seen = [];
        while (open.TryPop(out INaiveState? state))
        {
            if (!seen.Add(state.Key())) { continue; }
            string? shown = state.HasResponded(0) ? string.Join(',', state.Visible(0)) : null;
            if (shown is not null) { outcomes.Add(shown); }
            if (depth > 0)
            {
                foreach (string second in state.Images().SelectMany(next => Recover(next, depth - 1)))
                {
                    outcomes.Add(second);
                    // That the second recovery's own state does not last is an outcome already.
                    if (shown is not null && shown != second && !second.Contains("then after", StringComparison.Ordinal)) { outcomes.Add($"{shown}, then after a second crash {second}"); }
                }
            }
            foreach (INaiveState next in state.Steps()) { open.Push(next); }
        }
        return _recoveries[key] = outcomes;
    }
}
