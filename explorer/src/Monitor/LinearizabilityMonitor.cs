using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Follows an execution and keeps every way in which its operations so far can have taken effect in some order.</summary>
/// <remarks>
/// A monitor state is the set of configurations (abstract state; for each thread: idle, pending, or linearized with a result).
/// An invocation adds a pending operation, and any pending operation may take effect at any later moment; a response keeps
/// the configurations in which the operation took effect with that result. The set is empty exactly when the history is not
/// linearizable. At a crash the abstract states of all configurations are the admissible ones: durable linearizability
/// (Izraelevitz et al., DISC 2016) with pending operations in or out.
/// </remarks>
/// <param name="specification">Numbers states, operations and results.</param>
/// <param name="threadCount">Threads.</param>
/// <param name="growth">Says whether monitor states may be added.</param>
internal sealed class LinearizabilityMonitor(SpecificationTable specification, int threadCount, GrowthLock growth)
{
    private const int Idle = 0;
    private readonly int _width = threadCount + 1;
    private readonly SequenceTable _states = new(growth);
    private readonly SequenceTable _admissible = new(growth);
    private readonly PairMap _invoked = new(growth);
    private readonly PairMap _responded = new(growth);
    private readonly PairMap _admissibleOf = new(growth);

    /// <summary>The monitor state in which no operation runs.</summary>
    public int Start(int abstractState)
    {
        int[] configuration = new int[_width];
        configuration[0] = abstractState;
        return _states.Intern(configuration);
    }

    /// <summary>A thread begins an operation.</summary>
    /// <param name="monitor">The monitor state.</param>
    /// <param name="operation">The operation's number, which implies the thread.</param>
    public int Invoke(int monitor, int operation)
    {
        if (_invoked.TryGet(monitor, operation, out int next)) { return next; }
        int thread = specification.Operation(operation).Thread;
        List<int[]> configurations = Configurations(monitor);
        foreach (int[] configuration in configurations) { configuration[1 + thread] = Pending(operation); }
        return _invoked.Add(monitor, operation, InternClosed(configurations));
    }

    /// <summary>A thread's operation responds.</summary>
    /// <returns>The next monitor state, or -1 if no order of operations explains the result.</returns>
    public int Respond(int monitor, int thread, int result)
    {
        int step = (result * threadCount) + thread;
        if (_responded.TryGet(monitor, step, out int next)) { return next; }
        List<int[]> configurations = Configurations(monitor);
        configurations.RemoveAll(configuration => configuration[1 + thread] != Linearized(result));
        foreach (int[] configuration in configurations) { configuration[1 + thread] = Idle; }
        return _responded.Add(monitor, step, configurations.Count == 0 ? -1 : InternClosed(configurations));
    }

    /// <summary>The number of the set of abstract states that are admissible after a crash now.</summary>
    public int AdmissibleAfterCrash(int monitor)
    {
        if (_admissibleOf.TryGet(monitor, 0, out int set)) { return set; }
        int[] states = Configurations(monitor).Select(configuration => configuration[0]).Distinct().Order().ToArray();
        return _admissibleOf.Add(monitor, 0, _admissible.Intern(states));
    }

    /// <summary>The abstract states of an admissible set, ascending by number.</summary>
    public ReadOnlySpan<int> Admissible(int set) => _admissible[set];

    private static int Pending(int operation) => -1 - operation;

    private static int Linearized(int result) => 1 + result;

    private List<int[]> Configurations(int monitor)
    {
        ReadOnlySpan<int> flat = _states[monitor];
        List<int[]> configurations = [];
        for (int at = 0; at < flat.Length; at += _width) { configurations.Add(flat.Slice(at, _width).ToArray()); }
        return configurations;
    }

    private int InternClosed(List<int[]> configurations)
    {
        SortedSet<int[]> closed = new(ConfigurationOrder.Instance);
        Stack<int[]> open = new(configurations);
        while (open.TryPop(out int[]? configuration))
        {
            if (!closed.Add(configuration)) { continue; }
            for (int thread = 0; thread < threadCount; thread++)
            {
                if (configuration[1 + thread] >= 0) { continue; }
                (int state, int result) = specification.Apply(configuration[0], -1 - configuration[1 + thread]);
                int[] next = [.. configuration];
                next[0] = state;
                next[1 + thread] = Linearized(result);
                open.Push(next);
            }
        }
        return _states.Intern(closed.SelectMany(configuration => configuration).ToArray());
    }

    private sealed class ConfigurationOrder : IComparer<int[]>
    {
        public static ConfigurationOrder Instance { get; } = new();

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
