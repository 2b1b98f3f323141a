using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Creates the structure and runs a workload's setup operations alone, and leaves memory as they leave it.</summary>
/// <remarks>
/// Nothing is persisted for the structure's sake: what creation and setup did not flush may be lost in the first crash. Crashes
/// are explored from the response of the last setup operation on, not inside creation and setup. Before the threads start, all
/// stores are visible to them; what may still wait in the store buffer until then is one more crash.
/// </remarks>
/// <param name="tables">The shared tables; the initial persist states are set here.</param>
/// <param name="workload">The workload.</param>
internal sealed class WorkloadSetup(ExplorationTables tables, Workload workload)
{
    private const int SetupThread = 0;

    private readonly UndecidedMemory _memory = tables.Rules.NewMemory();

    /// <summary>What a crash can leave after the setup has responded and before all its stores have drained.</summary>
    public List<CrashImages> EarlyCrashes { get; } = [];

    /// <summary>Runs creation and setup.</summary>
    /// <returns>The monitor's state before the threads start, and a violation if the setup itself goes wrong.</returns>
    public (int Monitor, Violation? Violation) Apply()
    {
        (int tree, IReadOnlyList<ulong> results) = tables.SetupFor(workload);
        tables.Rules.StartFrom(null);
        _memory.Start(null);
        int node = tables.Tree.Root(tree);
        while (tables.Tree[node].Kind < NodeKind.Return) { node = Execute(node); }
        if (_memory.HasBuffered) { _memory.AtEveryDrain(() => EarlyCrashes.Add(_memory.Images())); }
        _memory.DrainAll();
        tables.Rules.StartFrom(_memory);
        return Judge(tables.Tree[node], results);
    }

    private (int Monitor, Violation? Violation) Judge(in BehaviourNode end, IReadOnlyList<ulong> results)
    {
        int state = tables.Specification.Intern(tables.Structure.Empty);
        if (end.Kind == NodeKind.Fault)
        {
            return (0, new Violation("no fault", $"the setup throws {tables.Code.Fault(end.Result)}", -1));
        }
        if (end.Kind == NodeKind.Diverged) { return (0, new Violation("termination", $"the setup does not end within {tables.Code.EventLimit} memory events", -1)); }
        for (int i = 0; i < results.Count; i++)
        {
            int operation = tables.Specification.InternOperation(workload.Setup[i], SetupThread);
            (state, int result) = tables.Specification.Apply(state, operation);
            ulong expected = tables.Specification.Result(result);
            if (expected != results[i])
            {
                string call = tables.Structure.Operations[workload.Setup[i].Kind].Describe(workload.Setup[i]);
                return (0, new Violation("sequential specification", $"in the setup {call} returns {results[i]} instead of {expected}", -1));
            }
        }
        return (tables.Monitor.Start(state), null);
    }

    private int Execute(int node)
    {
        BehaviourNode next = tables.Tree[node];
        if (next.Reads)
        {
            UInt128 value = tables.Tree.OnlyValueRead(node);
            _memory.BeforeRead(next.Instruction);
            _memory.AfterRead(next.Instruction, value);
            return tables.Tree.Child(node, value);
        }
        if (tables.Executes(next, isCrashExplored: false)) { _memory.Execute(next.Instruction); }
        return next.Next;
    }
}
