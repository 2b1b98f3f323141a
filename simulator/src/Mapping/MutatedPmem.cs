using System.Runtime.CompilerServices;
using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator;

/// <summary>A mapping under which a correct structure behaves as one of its mutants.</summary>
/// <remarks>
/// Defects are changes of the event stream, chosen by site, so that structures stay free of switches and every mapping can run
/// every mutant. A store that is held back happens at the latest before the thread itself reads or writes the same bytes.
/// </remarks>
/// <param name="inner">The mapping underneath.</param>
/// <param name="defect">The defect with what it holds back so far; one per thread.</param>
public readonly struct MutatedPmem<TPmem>(TPmem inner, ActiveMutant<TPmem> defect) : IPmem
    where TPmem : struct, IPmem
{
    private readonly TPmem _inner = inner;

    /// <inheritdoc/>
    public long LengthBytes => _inner.LengthBytes - (defect.ShiftBytes > 0 ? CacheLine.Bytes : 0);

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged
    {
        PmemAddress place = address + defect.ShiftBytes;
        defect.Accesses(place, Unsafe.SizeOf<T>());
        T value = _inner.Load<T>(place, label, file, line, member);
        defect.Passed(label);
        return value;
    }

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (defect.DropsStore(label, file, line)) { return; }
        PmemAddress place = address + defect.ShiftBytes;
        if (defect.HoldsStore(label, file, line))
        {
            HoldStore(place, value, label, file, line, member);
            return;
        }
        defect.Accesses(place, Unsafe.SizeOf<T>());
        if (defect.Is(MutationOperator.SplitStore, label, file, line) && Unsafe.SizeOf<T>() > 1)
        {
            _inner.Store(place, Unsafe.As<T, byte>(ref value), label, file, line, member);
        }
        _inner.Store(place, value, label, file, line, member);
        defect.Stored(label);
    }

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged
    {
        PmemAddress place = address + defect.ShiftBytes;
        defect.Accesses(place, Unsafe.SizeOf<T>());
        T value = _inner.LoadAcquire<T>(place, label, order, file, line, member);
        defect.Passed(label);
        return value;
    }

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (defect.DropsStore(label, file, line)) { return; }
        PmemAddress place = address + defect.ShiftBytes;
        if (defect.HoldsStore(label, file, line))
        {
            HoldStoreRelease(place, value, label, file, line, member);
            return;
        }
        defect.Accesses(place, Unsafe.SizeOf<T>());
        _inner.StoreRelease(place, value, label, file, line, member);
        defect.Stored(label);
    }

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (defect.DropsStore(label, file, line)) { return; }
        PmemAddress place = address + defect.ShiftBytes;
        if (defect.HoldsStore(label, file, line))
        {
            HoldStoreNonTemporal(place, value, label, file, line, member);
            return;
        }
        defect.Accesses(place, Unsafe.SizeOf<T>());
        _inner.StoreNonTemporal(place, value, label, file, line, member);
        defect.Stored(label);
    }

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        PmemAddress place = address + defect.ShiftBytes;
        defect.Orders();
        defect.Accesses(place, Unsafe.SizeOf<T>());
        T found = _inner.CompareExchange(place, expected, desired, label, file, line, member);
        defect.Stored(label);
        return found;
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        if (defect.DropsFlush(label, file, line)) { return; }
        PmemAddress place = address + defect.ShiftBytes;
        if (defect.HoldsPersist(label, file, line))
        {
            TPmem pmem = _inner;
            defect.Hold(place, 0, () => pmem.Flush(place, lengthBytes, label, kind, file, line, member));
            return;
        }
        defect.Orders();
        foreach ((PmemAddress start, long bytes) in defect.Flushed(place, lengthBytes, label, file, line))
        {
            _inner.Flush(start, bytes, label, kind, file, line, member);
        }
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member)
    {
        if (defect.DropsFence(label, file, line)) { return; }
        if (defect.HoldsPersist(label, file, line))
        {
            TPmem pmem = _inner;
            defect.Hold(default, 0, () => pmem.Fence(label, kind, file, line, member));
            return;
        }
        defect.Orders();
        _inner.Fence(label, kind, file, line, member);
        if (defect.Is(MutationOperator.RepeatFence, label, file, line)) { _inner.Fence(label, kind, file, line, member); }
        defect.Passed(label);
    }

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        PmemAddress place = address + defect.ShiftBytes;
        defect.Accesses(place, sizeof(ulong));
        ulong value = _inner.SpinUntil(place, condition, operand, label, file, line, member);
        defect.Passed(label);
        return value;
    }

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        _inner.Mark(marker, argument, label, file, line, member);

    // Apart from Store, so that a store that is not held back allocates no closure.
    private void HoldStore<T>(PmemAddress place, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        TPmem pmem = _inner;
        defect.Hold(place, Unsafe.SizeOf<T>(), () => pmem.Store(place, value, label, file, line, member));
    }

    private void HoldStoreRelease<T>(PmemAddress place, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        TPmem pmem = _inner;
        defect.Hold(place, Unsafe.SizeOf<T>(), () => pmem.StoreRelease(place, value, label, file, line, member));
    }

    private void HoldStoreNonTemporal<T>(PmemAddress place, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        TPmem pmem = _inner;
        defect.Hold(place, Unsafe.SizeOf<T>(), () => pmem.StoreNonTemporal(place, value, label, file, line, member));
    }
}
