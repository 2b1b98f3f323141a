using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator;

/// <summary>A structure all of whose objects lie some bytes further on; see <see cref="ShiftedPmem{TPmem}"/>.</summary>
/// <param name="structure">The structure, or a mutant of it.</param>
/// <param name="shiftBytes">A multiple of 8 below 64.</param>
/// <exception cref="InputException">The shift is none of these.</exception>
public sealed class ShiftedStructure(IStructure structure, int shiftBytes) : IStructure
{
    /// <summary>The structure that is moved.</summary>
    public IStructure Structure => structure;

    /// <summary>By how much.</summary>
    public int ShiftBytes { get; } = shiftBytes is >= 0 and < CacheLine.Bytes && shiftBytes % PersistWord.Bytes == 0
        ? shiftBytes
        : throw new InputException($"the shift is {shiftBytes}, expected a multiple of {PersistWord.Bytes} from 0 to {CacheLine.Bytes - PersistWord.Bytes}");

    /// <inheritdoc/>
    public string Name => structure.Name;

    /// <inheritdoc/>
    public string Title => structure.Title;

    /// <inheritdoc/>
    public string Source => structure.Source;

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => structure.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => structure.Mutants;

    /// <inheritdoc/>
    public AbstractState Empty => structure.Empty;

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) => structure.PoolBytes(threadCount, operationCount) + CacheLine.Bytes;

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        structure.ExplorationWorkloads(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    public IReadOnlyList<ulong> ExplorationKeys(int keyCount) => structure.ExplorationKeys(keyCount);

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => structure.TimedOperation(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => structure.Create(new ShiftedPmem<TPmem>(pmem, ShiftBytes), threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => structure.Recover(new ShiftedPmem<TPmem>(pmem, ShiftBytes));

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem => structure.Execute(new ShiftedPmem<TPmem>(pmem, ShiftBytes), thread, operation);

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => structure.Observe(new ShiftedPmem<TPmem>(pmem, ShiftBytes));
}
