using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator;

/// <summary>A mapping under which a correct structure behaves as one of its mutants.</summary>
/// <remarks>
/// Defects are changes of the event stream, chosen by site label, so that structures stay free of switches and every
/// mapping can run every mutant. A held-back store is visible to the thread's own later loads only once it has happened:
/// mutants delay stores that the operation does not read again.
/// </remarks>
/// <param name="inner">The mapping underneath.</param>
/// <param name="defect">The defect with its stores held back so far; one per thread.</param>
public readonly struct MutatedPmem<TPmem>(TPmem inner, ActiveMutant<TPmem> defect) : IPmem
    where TPmem : struct, IPmem
{
    private readonly TPmem _inner = inner;

    /// <inheritdoc/>
    public long LengthBytes => _inner.LengthBytes;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged
    {
        T value = _inner.Load<T>(address, label, file, line, member);
        defect.Passed(label);
        return value;
    }

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (defect.Drops(MutationOperator.DropStore, label)) { return; }
        TPmem pmem = _inner;
        if (defect.Holds(label, () => pmem.Store(address, value, label, file, line, member))) { return; }
        _inner.Store(address, value, label, file, line, member);
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged
    {
        T value = _inner.LoadAcquire<T>(address, label, order, file, line, member);
        defect.Passed(label);
        return value;
    }

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (defect.Drops(MutationOperator.DropStore, label)) { return; }
        TPmem pmem = _inner;
        if (defect.Holds(label, () => pmem.StoreRelease(address, value, label, file, line, member))) { return; }
        _inner.StoreRelease(address, value, label, file, line, member);
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (defect.Drops(MutationOperator.DropStore, label)) { return; }
        TPmem pmem = _inner;
        if (defect.Holds(label, () => pmem.StoreNonTemporal(address, value, label, file, line, member))) { return; }
        _inner.StoreNonTemporal(address, value, label, file, line, member);
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        T found = _inner.CompareExchange(address, expected, desired, label, file, line, member);
        defect.Passed(label);
        return found;
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        if (defect.Drops(MutationOperator.DropFlush, label) || defect.Drops(MutationOperator.DropPersist, label)) { return; }
        foreach ((PmemAddress start, long bytes) in defect.Flushed(address, lengthBytes, label))
        {
            _inner.Flush(start, bytes, label, kind, file, line, member);
        }
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member)
    {
        if (defect.Drops(MutationOperator.DropFence, label) || defect.Drops(MutationOperator.DropPersist, label)) { return; }
        _inner.Fence(label, kind, file, line, member);
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        ulong value = _inner.SpinUntil(address, condition, operand, label, file, line, member);
        defect.Passed(label);
        return value;
    }

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        _inner.Mark(marker, argument, label, file, line, member);
}
