using System.Numerics;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>CCEH as Sim's tools see it.</summary>
/// <param name="geometry">
/// The table's sizes: <see cref="CcehGeometry.Paper"/> for runs, <see cref="CcehGeometry.Small"/> for exploration.
/// </param>
public sealed class CcehStructure(CcehGeometry geometry) : IStructure
{
    /// <inheritdoc/>
    public string Name => "cceh";

    /// <inheritdoc/>
    public string Title => "CCEH, cacheline-conscious extendible hashing: a map with copy-on-write segment splits";

    /// <inheritdoc/>
    public string Source =>
        "Nam et al., Write-Optimized Dynamic Hashing for Persistent Memory, FAST 2019; MSB variant, copy on write, lazy deletion";

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => MapState.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => CcehMutants.All;

    /// <inheritdoc/>
    public AbstractState Empty => MapState.Empty;

    /// <summary>The table's sizes.</summary>
    public CcehGeometry Geometry => geometry;

    /// <inheritdoc/>
    /// <remarks>
    /// For keys that spread evenly: segments that split a quarter full, whose replaced originals stay allocated, and a
    /// directory that is 2^6 times longer than they need. Chance decides which thread splits: every arena has room for all
    /// first segments, their splits and all directories, beside the splits that its thread's own share of the keys causes.
    /// </remarks>
    public long PoolBytes(int threadCount, int operationCount)
    {
        long initial = 1L << geometry.InitialDepth;
        long splits = initial + (4L * operationCount / geometry.SlotCount) + threadCount;
        long entries = (long)BitOperations.RoundUpToPowerOf2((ulong)(initial + splits)) << 6;
        int share = BumpAllocator.OperationsOfOneThread(threadCount, operationCount);
        long ownSplits = initial + (4L * share / geometry.SlotCount) + 1;
        long arenaBytes = ((initial + (2 * ownSplits)) * geometry.SegmentBytes) + (2 * sizeof(long) * entries);
        return PoolHeader.Bytes + CacheLine.Bytes + BumpAllocator.BytesOf(threadCount, arenaBytes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
        new CcehWorkloads(geometry, threadCount, operationCount, keyCount).All();

    /// <inheritdoc/>
    /// <remarks>All keys belong to the first segment, in both halves by turns: one more than it has slots splits it.</remarks>
    public IReadOnlyList<ulong> ExplorationKeys(int keyCount)
    {
        CcehKeys keys = new(geometry);
        return [.. Enumerable.Range(0, keyCount).Select(index => keys.Take((ulong)index % 2, geometry.InitialDepth + 1))];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Inserts of random keys. With <paramref name="keyCount"/> 0 they are spread over the whole key domain (62 bits) and
    /// practically distinct, as in the published runs; else they lie between 1 and <paramref name="keyCount"/>.
    /// </remarks>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed)
    {
        ulong random = CcehHash.Of(CcehHash.Of(seed) + ((ulong)thread << 32) + (uint)index);
        ulong domain = keyCount > 0 ? (ulong)keyCount : SlotWord.MaxKey;
        return MapState.Insert(1 + (random % domain), (ulong)index + 1);
    }

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => new Cceh<TPmem>(pmem, geometry).Create(threadCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => new Cceh<TPmem>(pmem, geometry).Recover();

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem
    {
        Cceh<TPmem> table = new(pmem, geometry);
        return operation.Kind switch
        {
            MapState.InsertKind => table.Insert(thread, operation.Key, operation.Value) ? 1UL : 0UL,
            MapState.GetKind => table.TryGet(operation.Key, out ulong value) ? value : 0UL,
            MapState.DeleteKind => table.Delete(operation.Key) ? 1UL : 0UL,
            _ => throw MapState.UnknownKind(operation.Kind),
        };
    }

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => MapState.Of(new Cceh<TPmem>(pmem, geometry).ReadAll());
}
