using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Creates the structure and runs a workload's setup operations alone, and leaves memory as they leave it.</summary>
/// <remarks>
/// Nothing is persisted for the structure's sake: what creation and setup did not flush may be lost in the first crash.
/// With one thread, draining each store at once loses no crash state.
/// </remarks>
/// <param name="tables">The shared tables; the initial persist states are set here.</param>
/// <param name="workload">The workload.</param>
internal sealed class WorkloadSetup(ExplorationTables tables, Workload workload)
{
    private const int SetupThread = 0;

    /// <summary>Runs creation and setup.</summary>
    /// <returns>The monitor's state before the threads start, and a violation if the setup itself goes wrong.</returns>
    public (int Monitor, Violation? Violation) Apply()
    {
        (int tree, IReadOnlyList<ulong> results) = tables.SetupFor(workload);
        tables.InitialStates.Clear();
        int node = tables.Tree.Root(tree);
        while (tables.Tree[node].Kind < NodeKind.Return) { node = Execute(node); }
        for (int slot = 0; slot < tables.Units.SlotCount; slot++)
        {
            tables.InitialStates[slot] = tables.States.ForgetPending(tables.InitialState(slot));
        }
        return Judge(tables.Tree[node], results);
    }

    private (int Monitor, Violation? Violation) Judge(in BehaviourNode end, IReadOnlyList<ulong> results)
    {
        int state = tables.Specification.Intern(tables.Structure.Empty);
        if (end.Kind == NodeKind.Fault)
        {
            return (0, new Violation("no fault", $"the setup throws {tables.Code.Fault(end.Result)}", -1));
        }
        if (end.Kind == NodeKind.Diverged) { return (0, new Violation("termination", "the setup does not end", -1)); }
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
        switch (next.Kind)
        {
            case NodeKind.Store:
            case NodeKind.NonTemporalStore:
                Store(next.Entry);
                break;
            case NodeKind.CompareExchange:
                CompleteFlushes();
                if (tables.Tree.OnlyValueRead(node) == next.Comparand)
                {
                    Store(next.Entry);
                    if (next.UpperEntry >= 0) { Store(next.UpperEntry); }
                }
                break;
            case NodeKind.FlushOptimized when !tables.IsElided(next.SiteId):
                ChangeLine(next.Line, state => tables.States.Pend(state, SetupThread));
                break;
            case NodeKind.Flush when !tables.IsElided(next.SiteId):
                ChangeLine(next.Line, tables.States.Raise);
                break;
            case NodeKind.StoreFence or NodeKind.FullFence when !tables.IsElided(next.SiteId):
                CompleteFlushes();
                break;
            default:
                break;
        }
        return next.Reads ? tables.Tree.Child(node, tables.Tree.OnlyValueRead(node)) : next.Next;
    }

    private void Store(int entryId)
    {
        BufferEntry entry = tables.Buffers.Entry(entryId);
        int slot = tables.Units.FindSlot(entry.Line, entry.OffsetBytes);
        int offset = tables.Units.OffsetInUnit(entry.OffsetBytes);
        int state = tables.States.Append(tables.InitialState(slot), entryId, offset, entry.SizeBytes, entry.Value);
        bool persists = tables.Model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
        tables.InitialStates[slot] = persists ? tables.States.Raise(state) : state;
    }

    private void ChangeLine(CacheLine line, Func<int, int> change)
    {
        for (int unit = 0; unit < tables.Units.UnitsPerLine; unit++)
        {
            int slot = tables.Units.SlotOfUnit(line, unit);
            if (slot >= 0) { tables.InitialStates[slot] = change(tables.InitialState(slot)); }
        }
    }

    private void CompleteFlushes()
    {
        for (int slot = 0; slot < tables.Units.SlotCount; slot++)
        {
            tables.InitialStates[slot] = tables.States.Complete(tables.InitialState(slot), SetupThread);
        }
    }
}
