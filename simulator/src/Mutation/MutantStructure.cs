using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>A structure with one seeded defect: every tool that takes a structure takes its mutants as well.</summary>
/// <param name="correct">The correct structure.</param>
/// <param name="mutant">The defect.</param>
public sealed class MutantStructure(IStructure correct, Mutant mutant) : IStructure
{
    /// <summary>The defect.</summary>
    public Mutant Mutant => mutant;

    /// <inheritdoc/>
    public string Name => correct.Name;

    /// <inheritdoc/>
    public string Title => correct.Title;

    /// <inheritdoc/>
    public string Source => correct.Source;

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => correct.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => correct.Mutants;

    /// <inheritdoc/>
    public AbstractState Empty => correct.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) =>
        correct.PoolBytes(threadCount, operationCount) + (mutant.ShiftBytes > 0 ? CacheLine.Bytes : 0);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        correct.ExplorationWorkloads(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public IReadOnlyList<ulong> ExplorationKeys(int keyCount) => correct.ExplorationKeys(keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        correct.TimedOperation(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem
    {
        ActiveMutant<TPmem> active = new(mutant);
        correct.Create(new MutatedPmem<TPmem>(pmem, active), threadCount);
        active.Release();
    }

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        ActiveMutant<TPmem> active = new(mutant);
        correct.Recover(new MutatedPmem<TPmem>(pmem, active));
        active.Release();
    }

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        ActiveMutant<TPmem> active = new(mutant);
        ulong result = correct.Execute(new MutatedPmem<TPmem>(pmem, active), thread, operation);
        active.Release();
        return result;
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => correct.Observe(new MutatedPmem<TPmem>(pmem, new ActiveMutant<TPmem>(mutant)));
}
