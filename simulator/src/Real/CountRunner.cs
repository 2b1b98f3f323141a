namespace Sim.Simulator;

/// <summary>Persist instructions per operation: a yardstick that does not depend on the machine.</summary>
/// <param name="Flushes">Flushes of the structure, one for each line, without those of the allocator's cursor.</param>
/// <param name="AllocatorFlushes">Flushes of the allocator's cursor.</param>
/// <param name="NonTemporalStores">Non-temporal stores.</param>
/// <param name="Fences">Explicit fences.</param>
/// <param name="Locked">Locked instructions.</param>
public sealed record InstructionCounts(double Flushes, double AllocatorFlushes, double NonTemporalStores, double Fences, double Locked);

/// <summary>Counts persist instructions of one thread's operations, on memory of this process at native speed.</summary>
public static class CountRunner
{
    /// <summary>Runs operations and counts.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="setup">Operations that come before and are not counted.</param>
    /// <param name="operations">How many operations to count, at least 1.</param>
    /// <param name="operation">The operation with a number, from 0.</param>
    /// <param name="setupOperation">The setup operation with a number, from 0.</param>
    /// <param name="stop">Ends the run without a result.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static InstructionCounts Run(IStructure structure, int setup, int operations, Func<int, Operation> setupOperation,
        Func<int, Operation> operation, CancellationToken stop = default)
    {
        using RealMapping mapping = RealMapping.CreateVolatile(structure.PoolBytes(1, setup + operations));
        PersistCounters counters = new();
        CountingPmem<RealPmem> pmem = new(mapping.Pmem, counters);
        structure.Create(pmem, threadCount: 1);
        Run(structure, pmem, setup, setupOperation, stop);
        PersistCounters before = counters.Copy();
        Run(structure, pmem, operations, operation, stop);
        return new InstructionCounts(
            Flushes: PerOperation(counters.Flushes - counters.AllocatorFlushes - (before.Flushes - before.AllocatorFlushes)),
            AllocatorFlushes: PerOperation(counters.AllocatorFlushes - before.AllocatorFlushes),
            NonTemporalStores: PerOperation(counters.NonTemporalStores - before.NonTemporalStores),
            Fences: PerOperation(counters.Fences - before.Fences),
            Locked: PerOperation(counters.Locked - before.Locked));

        double PerOperation(long count) => count / (double)operations;
    }

    private static void Run(IStructure structure, CountingPmem<RealPmem> pmem, int count, Func<int, Operation> operation, CancellationToken stop)
    {
        const int OperationsBetweenLooks = 4096;
        for (int index = 0; index < count; index++)
        {
            if (index % OperationsBetweenLooks == 0) { stop.ThrowIfCancellationRequested(); }
            structure.Execute(pmem, 0, operation(index));
        }
    }
}
