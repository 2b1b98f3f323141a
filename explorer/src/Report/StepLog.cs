using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Writes an execution down step by step, in words.</summary>
/// <param name="tables">Knows the nodes, sites and operations.</param>
/// <param name="memory">Writes down what the steps leave; null where that is not wanted.</param>
internal sealed class StepLog(ExplorationTables tables, MemoryLog? memory = null)
{
    private const int RecoveryThread = -1;

    private readonly List<ExecutionStep> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<ExecutionStep> Steps => _steps;

    /// <summary>The execution starts.</summary>
    public void Started() => memory?.Add();

    /// <summary>The last step has a further effect that is no step of its own.</summary>
    public void Followed() => memory?.Replace();

    /// <summary>A thread begins an operation.</summary>
    public void Began(int thread, int operation)
    {
        Operation call = tables.Specification.Operation(operation).Operation;
        Add(new ExecutionStep(thread, "begin", tables.Structure.Operations[call.Kind].Describe(call), "", "", -1));
    }

    /// <summary>A thread executes or issues the event of a node; <paramref name="value"/> is what it read.</summary>
    public void Executed(int thread, int node, UInt128 value) => Add(Describe(thread, node, value));

    /// <summary>A silent step of a thread: a buffered store or flush takes effect.</summary>
    public void Silent(int thread, string text, int line) => Add(new ExecutionStep(thread, "drain", text, "", "", line));

    /// <summary>The crash comes before the sfence that a thread has issued is complete.</summary>
    public void Interrupted(int thread)
    {
        int last = _steps.FindLastIndex(step => step.Thread == thread && step.Kind == "sfence");
        _steps[last] = _steps[last] with { Text = "sfence begins" };
    }

    /// <summary>A thread's operation returns.</summary>
    public void Returned(int thread, ulong result) =>
        Add(new ExecutionStep(thread, "return", $"returns {result}", "", "", -1));

    /// <summary>Adds what recovery does on its way to a node.</summary>
    public void Recovered(int node)
    {
        List<int> path = tables.Tree.PathTo(node);
        for (int i = 0; i < path.Count; i++)
        {
            if (tables.Tree[path[i]].Kind != NodeKind.Instruction) { continue; }
            UInt128 value = tables.Tree[path[i]].Reads && i + 1 < path.Count ? tables.Tree.ValueReadBefore(path[i + 1]) : 0;
            Add(Describe(RecoveryThread, path[i], value));
        }
    }

    /// <summary>Adds a crash.</summary>
    public void Crashed() => Add(new ExecutionStep(RecoveryThread, "crash", "crash", "", "", -1));

    private void Add(ExecutionStep step)
    {
        _steps.Add(step);
        memory?.Add();
    }

    private static string Hex(UInt128 value) => value < 10 ? value.ToString() : $"0x{value:x}";

    private ExecutionStep Describe(int thread, int node, UInt128 value)
    {
        MemoryEvent request = tables.Tree.Request(node);
        Site site = tables.Sites[request.SiteId];
        string text = request.Kind switch
        {
            EventKind.Load => $"load {request.Address} -> {Hex(value)}",
            EventKind.SpinUntil => $"wait {request.Address} -> {Hex(value)}",
            EventKind.CompareExchange when value == request.Expected => $"cas {request.Address}: {Hex(request.Expected)} -> {Hex(request.Operand)}",
            EventKind.CompareExchange => $"cas {request.Address} fails, finds {Hex(value)}",
            EventKind.Flush => $"{site.Instruction} {request.Address}",
            EventKind.Fence => site.Instruction,
            _ => $"{site.Instruction} {request.Address} = {Hex(request.Operand)}",
        };
        int line = request.Kind is EventKind.Fence or EventKind.Mark ? -1 : request.Address.Line.Index;
        return new ExecutionStep(thread, site.Instruction, text, site.Label, site.Location, line);
    }
}
