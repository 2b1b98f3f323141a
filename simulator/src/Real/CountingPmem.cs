using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>How many persist instructions one thread has executed.</summary>
internal sealed class PersistCounters
{
    /// <summary>Flush instructions, one for each line.</summary>
    public long Flushes { get; set; }

    /// <summary>Those of them that write the allocator's cursor back; the originals allocate without.</summary>
    public long AllocatorFlushes { get; set; }

    /// <summary>Non-temporal stores.</summary>
    public long NonTemporalStores { get; set; }

    /// <summary>sfence and mfence instructions.</summary>
    public long Fences { get; set; }

    /// <summary>Locked instructions.</summary>
    public long Locked { get; set; }

    /// <summary>The counts as they are now.</summary>
    public PersistCounters Copy() => (PersistCounters)MemberwiseClone();
}

/// <summary>A mapping that counts persist instructions on their way: for a pass of its own, never for a measured one.</summary>
/// <param name="inner">The mapping underneath.</param>
/// <param name="counters">The calling thread's counters.</param>
internal readonly struct CountingPmem<TPmem>(TPmem inner, PersistCounters counters) : IPmem
    where TPmem : struct, IPmem
{
    private readonly TPmem _inner = inner;

    public long LengthBytes => _inner.LengthBytes;

    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged =>
        _inner.Load<T>(address, label, file, line, member);

    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        _inner.Store(address, value, label, file, line, member);

    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged =>
        _inner.LoadAcquire<T>(address, label, order, file, line, member);

    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        _inner.StoreRelease(address, value, label, file, line, member);

    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        counters.NonTemporalStores++;
        _inner.StoreNonTemporal(address, value, label, file, line, member);
    }

    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        counters.Locked++;
        return _inner.CompareExchange(address, expected, desired, label, file, line, member);
    }

    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        int count = CacheLine.Covering(address, lengthBytes).Count;
        counters.Flushes += count;
        if (ReferenceEquals(label, BumpAllocator.AllocateLabel)) { counters.AllocatorFlushes += count; }
        _inner.Flush(address, lengthBytes, label, kind, file, line, member);
    }

    public void Fence(string label, FenceKind kind, string file, int line, string member)
    {
        counters.Fences++;
        _inner.Fence(label, kind, file, line, member);
    }

    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label,
        string file, int line, string member) =>
        _inner.SpinUntil(address, condition, operand, label, file, line, member);

    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        _inner.Mark(marker, argument, label, file, line, member);
}
