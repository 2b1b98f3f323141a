using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Runs a structure's code where a walk falls off a behaviour tree, and grafts what it did.</summary>
/// <param name="structure">The structure.</param>
/// <param name="tree">The behaviour trees.</param>
/// <param name="specification">Numbers operations and observed states.</param>
/// <param name="outcomes">Numbers what recovery can end in.</param>
/// <param name="sites">Numbers the sites.</param>
/// <param name="lengthBytes">Length of the mapping.</param>
/// <param name="eventLimit">Events after which code counts as never ending.</param>
/// <param name="growth">Says whether code may run: a run makes trees grow.</param>
internal sealed class CodeRunner(
    IStructure structure, BehaviourTree tree, SpecificationTable specification, OutcomeTable outcomes, SiteTable sites, long lengthBytes,
    int eventLimit, GrowthLock growth)
{
    /// <summary>Events after which code counts as never ending.</summary>
    public int EventLimit => eventLimit;

    private readonly EventRecorder _recorder = new(sites, lengthBytes, eventLimit);
    private readonly Dictionary<int, int> _operationTrees = [];
    private readonly List<string> _faults = [];

    /// <summary>Executions of operation code so far.</summary>
    public long OperationRuns { get; private set; }

    /// <summary>Executions of recovery code so far.</summary>
    public long RecoveryRuns { get; private set; }

    /// <summary>The text of a fault.</summary>
    public string Fault(ulong id) => _faults[(int)id];

    /// <summary>The tree of an operation.</summary>
    public int TreeOf(int operation)
    {
        if (!_operationTrees.TryGetValue(operation, out int number))
        {
            growth.Demand();
            number = tree.NewTree();
            _operationTrees.Add(operation, number);
        }
        return number;
    }

    /// <summary>Runs an operation whose first reads return the values of a script.</summary>
    public void RunOperation(int operation, IReadOnlyList<UInt128> script, IMemoryImage image)
    {
        growth.Demand();
        OperationRuns++;
        (Operation call, int thread) = specification.Operation(operation);
        ulong result = 0;
        RecordingEnd end = _recorder.Run(
            () => result = structure.Execute(new RecordedPmem(_recorder), thread, call), script, image);
        tree.Graft(TreeOf(operation), _recorder.Events, end switch
        {
            RecordingEnd.Returned => new PathEnd(NodeKind.Return, result),
            RecordingEnd.Blocked => new PathEnd(NodeKind.Waits),
            RecordingEnd.Diverged => new PathEnd(NodeKind.Diverged),
            _ => new PathEnd(NodeKind.Fault, InternFault(_recorder.FaultText)),
        });
    }

    /// <summary>Runs creation and the setup operations as one path of a new tree, over memory that holds zeros.</summary>
    /// <param name="threadCount">Threads that the structure is created for.</param>
    /// <param name="operations">The setup operations, run as thread 0.</param>
    /// <param name="results">Receives their results.</param>
    /// <returns>The tree's number.</returns>
    public int RunSetup(int threadCount, IReadOnlyList<Operation> operations, List<ulong> results)
    {
        growth.Demand();
        int number = tree.NewTree();
        RecordingEnd end = _recorder.Run(
            () =>
            {
                structure.Create(new RecordedPmem(_recorder), threadCount);
                foreach (Operation operation in operations)
                {
                    results.Add(structure.Execute(new RecordedPmem(_recorder), 0, operation));
                }
            },
            [],
            new CrashImage(new Dictionary<long, IReadOnlyList<byte[]>>(), CacheLine.Bytes));
        tree.Graft(number, _recorder.Events, end switch
        {
            RecordingEnd.Returned => new PathEnd(NodeKind.Return),
            RecordingEnd.Faulted => new PathEnd(NodeKind.Fault, InternFault(_recorder.FaultText)),
            _ => new PathEnd(NodeKind.Diverged),
        });
        return number;
    }

    /// <summary>Runs recovery, observation and the probe operations over a crash image.</summary>
    /// <param name="number">Recovery's tree.</param>
    /// <param name="probe">Operations that the recovered structure must still answer correctly.</param>
    /// <param name="script">Values for the first reads.</param>
    /// <param name="image">The image, consistent with the script.</param>
    public void RunRecovery(int number, IReadOnlyList<Operation> probe, IReadOnlyList<UInt128> script, CrashImage image)
    {
        growth.Demand();
        RecoveryRuns++;
        int outcome = 0;
        RecordingEnd end = _recorder.Run(() => outcome = RecoverAndProbe(probe), script, image);
        tree.Graft(number, _recorder.Events, new PathEnd(NodeKind.Return, (ulong)(end switch
        {
            RecordingEnd.Returned => outcome,
            RecordingEnd.Blocked => outcomes.Hang("recovery waits for ever"),
            RecordingEnd.Diverged => outcomes.Hang($"recovery did not end within {EventLimit} memory events"),
            _ => outcomes.Fault(_recorder.FaultText),
        })));
    }

    private int RecoverAndProbe(IReadOnlyList<Operation> probe)
    {
        CrashPmem pmem = new(_recorder);
        structure.Recover(pmem);
        AbstractState observed = structure.Observe(pmem);
        _recorder.Record(
            new MemoryEvent { Kind = EventKind.Mark, Variant = BehaviourTree.ObservedMarker, Operand = (ulong)specification.Intern(observed) },
            new Site(EventKind.Mark, BehaviourTree.ObservedMarker, "", 0, "", "observed"));
        AbstractState expected = observed;
        foreach (Operation operation in probe)
        {
            (expected, ulong expectedResult) = expected.Apply(operation, 0);
            ulong result = structure.Execute(pmem, 0, operation);
            if (result != expectedResult)
            {
                string call = structure.Operations[operation.Kind].Describe(operation);
                return outcomes.ProbeFailure($"{observed.Text}, but then {call} returns {result} instead of {expectedResult}");
            }
        }
        AbstractState after = structure.Observe(pmem);
        return after.Equals(expected)
            ? outcomes.Recovered(specification.Intern(observed))
            : outcomes.ProbeFailure($"{observed.Text}, but after the probe {after.Text} instead of {expected.Text}");
    }

    private ulong InternFault(string text)
    {
        int id = _faults.IndexOf(text);
        if (id < 0)
        {
            id = _faults.Count;
            _faults.Add(text);
        }
        return (ulong)id;
    }
}
