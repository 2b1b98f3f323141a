using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

/// <summary>A structure on a <see cref="PlainPmem"/>, as the tests drive it.</summary>
public sealed class StructureRun
{
    private readonly IStructure _structure;
    private readonly PlainPmem _pmem;

    public StructureRun(IStructure structure, int threadCount, int operationCount)
    {
        _structure = structure;
        Memory = new byte[structure.PoolBytes(threadCount, operationCount)];
        _pmem = new PlainPmem(Memory);
        structure.Create(_pmem, threadCount);
        Counts.Clear();
    }

    public byte[] Memory { get; }

    public PmemCounts Counts => _pmem.Counts;

    public string State => _structure.Observe(_pmem).Text;

    public ulong Execute(Operation operation, int thread = 0) => _structure.Execute(_pmem, thread, operation);

    /// <summary>Runs an operation that ends before an event, and leaves memory as it then is.</summary>
    public void ExecuteUntil(EventKind kind, string label, Operation operation, int thread = 0)
    {
        Counts.DiesBefore = (kind, label);
        Assert.Throws<ThreadDiedException>(() => Execute(operation, thread));
        Counts.DiesBefore = null;
    }

    public void Recover() => _structure.Recover(_pmem);

    /// <summary>Runs operations on the structure and on its specification, which must agree at every step.</summary>
    public void AssertFollowsSpecification(IEnumerable<(Operation Operation, int Thread)> operations)
    {
        AbstractState state = _structure.Empty;
        foreach ((Operation operation, int thread) in operations)
        {
            (state, ulong expected) = state.Apply(operation, thread);
            Assert.Equal(expected, Execute(operation, thread));
            Assert.Equal(state.Text, State);
        }
        Recover();
        Recover();
        Assert.Equal(state.Text, State);
    }
}
