using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>FAST&amp;FAIR as Sim's tools see it.</summary>
/// <param name="geometry">
/// The page's size: <see cref="FastFairGeometry.Paper"/> for runs, <see cref="FastFairGeometry.Small"/> for exploration.
/// </param>
public sealed class FastFairStructure(FastFairGeometry geometry) : IStructure
{
    /// <inheritdoc/>
    public string Name => "fast-fair";

    /// <inheritdoc/>
    public string Title => "FAST&FAIR: a map as a B+-tree whose pages change by ordered 8-byte stores";

    /// <inheritdoc/>
    public string Source => "Hwang et al., Endurable Transient Inconsistency in Byte-Addressable Persistent B+-Tree, FAST 2018; with leaf locks";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => MapState.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => FastFairMutants.All;

    /// <inheritdoc/>
    public AbstractState Empty => MapState.EmptyInsertOnly;

    /// <inheritdoc/>
    /// <remarks>Chance decides which thread splits a page: every arena has room for the pages of half the inserts of all threads.</remarks>
    public long PoolBytes(int threadCount, int operationCount)
    {
        long pages = 8 + (2L * operationCount / (geometry.Capacity / 2));
        return PoolHeader.Bytes + CacheLine.Bytes + BumpAllocator.BytesOf(threadCount, pages * geometry.PageBytes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        new FastFairWorkloads(geometry, threadCount, operationCount, keyCount).All();

    /// <inheritdoc/>
    /// <remarks>Inserts of random keys, practically distinct where <paramref name="keyCount"/> is 0, as in the published runs.</remarks>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        MapState.Insert(SplitMix64.NumberAt(seed, thread, index, keyCount), ((ulong)(thread + 1) << 32) + (uint)index);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => new FastFair<TPmem>(pmem, geometry).Create(threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new FastFair<TPmem>(pmem, geometry).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        FastFair<TPmem> tree = new(pmem, geometry);
        return operation.Kind switch
        {
            MapState.InsertKind => tree.Insert(thread, operation.Key, operation.Value) ? 1UL : 0UL,
            MapState.GetKind => tree.Get(operation.Key),
            MapState.DeleteKind => tree.Delete(operation.Key) ? 1UL : 0UL,
            _ => throw MapState.UnknownKind(operation.Kind),
        };
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => MapState.OfInsertOnly(new FastFair<TPmem>(pmem, geometry).ReadAll());
}
