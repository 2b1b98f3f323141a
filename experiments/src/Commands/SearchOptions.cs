using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Explorer;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary>The options of <c>explore</c> that say how far and with what means to search.</summary>
internal sealed class SearchOptions
{
    private readonly Option<int> _crashes = ValueOptions.Count("--crashes", "Crashes in a row: the first one, then each inside the recovery from the one before.", 2);
    private readonly Option<int?> _preemptions = ValueOptions.OptionalCount("--preemptions", "Interrupt threads at most so often inside operations that could go on.");
    private readonly Option<bool> _all = new("--all-workloads")
    {
        Description = "All sequences of --ops operations over --keys keys on every thread, in one search.",
    };
    private readonly Option<string?> _scenario = ValueOptions.Text("--scenario", "FILE", "The workload to explore, as JSON: see the note.");
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
        foreach (Option option in new Option[] { _crashes, _preemptions, _all, _scenario, _workers, _maxStates, _memory, _time, _exact }) { command.Options.Add(option); }
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="structure">Names the operations of a scenario file.</param>
    /// <exception cref="InputException">The scenario file is wrong, or options contradict each other.</exception>
    public ExploreOptions Read(ParseResult parsed, IStructure structure) => new()
    {
        NestedCrashes = parsed.GetValue(_crashes) - 1,
        Preemptions = parsed.GetValue(_preemptions),
        AllWorkloads = parsed.GetValue(_all),
        Programs = parsed.GetValue(_scenario) is { } file
            ? parsed.GetValue(_all) ? throw new InputException("--scenario names a workload and --all-workloads asks for all: expected one of them") : [ScenarioFile.Read(file, structure)]
            : [],
        EstimatesEagerSize = true,
        Workers = parsed.GetValue(_workers),
        MaxStates = parsed.GetValue(_maxStates),
        MaxMemoryBytes = parsed.GetValue(_memory) ?? long.MaxValue,
        MaxTime = parsed.GetValue(_time) ?? TimeSpan.MaxValue,
        IsExact = parsed.GetValue(_exact),
    };
}
