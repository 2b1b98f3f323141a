using System.CommandLine;
using Sim.Explorer;

namespace Sim.Experiments.Commands;

/// <summary>The options of <c>explore</c> that say how far and with what means to search.</summary>
internal sealed class SearchOptions
{
    private readonly Option<int> _nestedCrashes = ValueOptions.Count("--nested-crashes", "Crashes inside recovery, one in another.", 1, minimum: 0);
    private readonly Option<int> _workers = ValueOptions.Count("--workers", "Threads of the search itself; the result does not depend on it.", Environment.ProcessorCount);
    private readonly Option<int> _maxStates = ValueOptions.Count("--max-states", "Give up after so many states of one workload.", 1_000_000_000);
    private readonly Option<long?> _memory = ValueOptions.Bytes("--memory", "Give up when the states of one workload take so much memory, such as 8G.");
    private readonly Option<TimeSpan?> _time = ValueOptions.Duration("--time", "Give up after so long, such as 90s or 5m.");
    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "Compare full states instead of 128-bit hashes; takes several times the memory.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _nestedCrashes, _workers, _maxStates, _memory, _time, _exact }) { command.Options.Add(option); }
    }

    /// <summary>What was asked for.</summary>
    public ExploreOptions Read(ParseResult parsed) => new()
    {
        NestedCrashes = parsed.GetValue(_nestedCrashes),
        Workers = parsed.GetValue(_workers),
        MaxStates = parsed.GetValue(_maxStates),
        MaxMemoryBytes = parsed.GetValue(_memory) ?? long.MaxValue,
        MaxTime = parsed.GetValue(_time) ?? TimeSpan.MaxValue,
        IsExact = parsed.GetValue(_exact),
    };
}
