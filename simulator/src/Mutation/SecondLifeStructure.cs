using System.Diagnostics.CodeAnalysis;

namespace Sim.Simulator.Mutation;

/// <summary>A structure that already has a crash behind it: what recovery left unpersisted is part of the next life's crash states.</summary>
/// <remarks>
/// An exploration with crashes ends at recovery and a probe, whose own crashes it does not follow. Here the first life, its crash (after which
/// memory holds everything that was stored, one of the legal images) and recovery belong to the creation, and the exploration is of the
/// operations that come after.
/// </remarks>
public sealed class SecondLifeStructure : IStructure
{
    private readonly IStructure _inner;
    private readonly Workload _workload;
    private readonly int _threadCount;
    private readonly int _eventCount;

    private SecondLifeStructure(IStructure inner, Workload workload, int threadCount, int eventCount, AbstractState observed)
    {
        _threadCount = threadCount;
        _inner = inner;
        _workload = workload;
        _eventCount = eventCount;
        Empty = observed;
    }

    /// <inheritdoc/>
    public string Name => _inner.Name;

    /// <inheritdoc/>
    public string Title => _inner.Title;

    /// <inheritdoc/>
    public string Source => _inner.Source;

    /// <inheritdoc/>
    public IReadOnlyList<OperationKind> Operations => _inner.Operations;

    /// <inheritdoc/>
    public IReadOnlyList<Mutant> Mutants => _inner.Mutants;

    /// <summary>What recovery left.</summary>
    public AbstractState Empty { get; }

    /// <summary>The second lives of a structure: for each of its workloads of one thread, and each event of the first operation, one.</summary>
    /// <remarks>The second life's operation is the same thread's or another's, who has other memory and other logs.</remarks>
    /// <param name="structure">The structure, or a mutant of it.</param>
    /// <param name="keyCount">How many different keys or values to use.</param>
    public static IEnumerable<SecondLifeStructure> Of(IStructure structure, int keyCount)
    {
        foreach (Workload workload in structure.ExplorationWorkloads(1, 2, keyCount))
        {
            foreach (int threadCount in new[] { 1, 2 })
            {
                for (int eventCount = 0; TryLive(structure, workload, threadCount, eventCount, out AbstractState? observed); eventCount++)
                {
                    yield return new SecondLifeStructure(structure, workload, threadCount, eventCount, observed);
                }
            }
        }
    }

    /// <inheritdoc/>
    public long PoolBytes(int threadCount, int operationCount) => PoolBytesOf(_inner, _workload, _threadCount, operationCount);

    /// <inheritdoc/>
    public IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount) =>
    [
        _threadCount == 1
            ? new Workload($"{_workload.Name} after event {_eventCount}", [], [[_workload.Threads[0][1]]], _workload.Probe)
            : new Workload($"{_workload.Name} after event {_eventCount} by another", [], [[], [_workload.Threads[0][1]]], _workload.Probe),
    ];

    /// <inheritdoc/>
    public Operation TimedOperation(int thread, int index, int keyCount, ulong seed) => _inner.TimedOperation(thread, index, keyCount, seed);

    /// <inheritdoc/>
    public void Create<TPmem>(TPmem pmem, int threadCount)
        where TPmem : struct, IPmem => Live(_inner, pmem, _workload, _threadCount, _eventCount);

    /// <inheritdoc/>
    public void Recover<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => _inner.Recover(pmem);

    /// <inheritdoc/>
    public ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem => _inner.Execute(pmem, thread, operation);

    /// <inheritdoc/>
    public AbstractState Observe<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => _inner.Observe(pmem);

    private static long PoolBytesOf(IStructure inner, Workload workload, int threadCount, int operationCount) =>
        inner.PoolBytes(threadCount, operationCount + workload.Setup.Count + 1);

    /// <summary>Whether the first operation gets as far as the event and recovery ends; and what it shows.</summary>
    private static bool TryLive(IStructure inner, Workload workload, int threadCount, int eventCount, [NotNullWhen(true)] out AbstractState? observed)
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytesOf(inner, workload, threadCount, workload.Probe.Count + 1));
        observed = null;
        try
        {
            bool died = Live(inner, mapping.CheckedPmem, workload, threadCount, eventCount);
            observed = inner.Observe(mapping.CheckedPmem);
            return died;
        }
        catch (Exception failure) when (failure is PmemAccessException or PoolDefectException or PoolFullException)
        {
            return false;
        }
    }

    private static bool Live<TPmem>(IStructure inner, TPmem pmem, Workload workload, int threadCount, int eventCount)
        where TPmem : struct, IPmem
    {
        inner.Create(pmem, threadCount);
        foreach (Operation operation in workload.Setup) { inner.Execute(pmem, 0, operation); }
        bool died = false;
        try { inner.Execute(new StoppingPmem<TPmem>(pmem, new CountedLife(eventCount)), 0, workload.Threads[0][0]); }
        catch (LifeEndedException) { died = true; }
        pmem.Persist(default, pmem.LengthBytes, "crash");
        inner.Recover(pmem);
        return died;
    }
}
