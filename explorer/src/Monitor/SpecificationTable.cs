using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Numbers abstract states, operations and results, and remembers what each operation does to each state.</summary>
/// <param name="growth">Says whether anything may be added.</param>
internal sealed class SpecificationTable(GrowthLock growth)
{
    private readonly List<AbstractState> _states = [];
    private readonly Dictionary<string, int> _stateIds = [];
    private readonly List<(Operation Operation, int Thread)> _operations = [];
    private readonly Dictionary<(Operation Operation, int Thread), int> _operationIds = [];
    private readonly Dictionary<ulong, int> _resultIds = [];
    private readonly List<ulong> _results = [];
    private readonly PairMap _applied = new(growth);
    private readonly List<(int State, int Result)> _effects = [];

    /// <summary>The state with a number.</summary>
    public AbstractState State(int id) => _states[id];

    /// <summary>The result with a number.</summary>
    public ulong Result(int id) => _results[id];

    /// <summary>The operation with a number, and the thread that runs it.</summary>
    public (Operation Operation, int Thread) Operation(int id) => _operations[id];

    /// <summary>The number of a state.</summary>
    public int Intern(AbstractState state)
    {
        if (!_stateIds.TryGetValue(state.Text, out int id))
        {
            growth.Demand();
            id = _states.Count;
            _states.Add(state);
            _stateIds.Add(state.Text, id);
        }
        return id;
    }

    /// <summary>The number of an operation of a thread.</summary>
    public int InternOperation(Operation operation, int thread)
    {
        if (!_operationIds.TryGetValue((operation, thread), out int id))
        {
            growth.Demand();
            id = _operations.Count;
            _operations.Add((operation, thread));
            _operationIds.Add((operation, thread), id);
        }
        return id;
    }

    /// <summary>The number of a result.</summary>
    public int InternResult(ulong result)
    {
        if (!_resultIds.TryGetValue(result, out int id))
        {
            growth.Demand();
            id = _results.Count;
            _results.Add(result);
            _resultIds.Add(result, id);
        }
        return id;
    }

    /// <summary>What an operation does to a state.</summary>
    /// <returns>The numbers of the state after it and of its result.</returns>
    public (int State, int Result) Apply(int state, int operation)
    {
        if (!_applied.TryGet(state, operation, out int effect))
        {
            growth.Demand();
            (Operation call, int thread) = _operations[operation];
            (AbstractState next, ulong result) = _states[state].Apply(call, thread);
            _effects.Add((Intern(next), InternResult(result)));
            effect = _applied.Add(state, operation, _effects.Count - 1);
        }
        return _effects[effect];
    }
}
