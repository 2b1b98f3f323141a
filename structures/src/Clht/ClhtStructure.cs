using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>P-CLHT as Sim's tools see it.</summary>
/// <param name="geometry">
/// The first table's size: <see cref="ClhtGeometry.Paper"/> for runs, <see cref="ClhtGeometry.Small"/> for exploration.
/// </param>
public sealed class ClhtStructure(ClhtGeometry geometry) : IStructure
{
    /// <inheritdoc/>
    public string Name => "clht";

    /// <inheritdoc/>
    public string Title => "P-CLHT, cache-line hash table: a map with locked writers, lock-free readers and a resize that copies";

    /// <inheritdoc/>
    public string Source => "Lee et al., RECIPE, SOSP 2019, section 6.4; the later source, which commits by non-temporal stores";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => MapState.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => ClhtMutants.All;

    /// <inheritdoc/>
    public AbstractState Empty => MapState.EmptyInsertOnly;

    /// <inheritdoc/>
    /// <remarks>Any thread may replace the table: every arena has room for all tables, beside its own thread's chained buckets.</remarks>
    public long PoolBytes(int threadCount, int operationCount)
    {
        // A table is made for a fill of at least 20 % of three pairs; the ones before it take a third of its size together.
        long buckets = 64 + (3L * geometry.InitialBuckets) + (3L * operationCount);
        long chained = 64 + BumpAllocator.OperationsOfOneThread(threadCount, operationCount) + (operationCount / 2);
        return PoolHeader.Bytes + ClhtRoot<RealPmem>.Bytes + BumpAllocator.BytesOf(threadCount, (buckets + chained) * CacheLine.Bytes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        ClhtWorkloads.ForExploration(threadCount, operationCount, keyCount);

    /// <inheritdoc/>
    /// <remarks>Inserts of random keys, practically distinct where <paramref name="keyCount"/> is 0, as in the published runs.</remarks>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) =>
        MapState.Insert(SplitMix64.NumberAt(seed, thread, index, keyCount), (ulong)index + 1);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => new Clht<TPmem>(pmem).Create(threadCount, geometry);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new Clht<TPmem>(pmem).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        Clht<TPmem> table = new(pmem);
        return operation.Kind switch
        {
            MapState.InsertKind => table.Insert(thread, operation.Key, operation.Value) ? 1UL : 0UL,
            MapState.GetKind => table.Get(operation.Key),
            MapState.DeleteKind => table.Delete(operation.Key) ? 1UL : 0UL,
            _ => throw MapState.UnknownKind(operation.Kind),
        };
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => MapState.OfInsertOnly(new Clht<TPmem>(pmem).ReadAll());
}
