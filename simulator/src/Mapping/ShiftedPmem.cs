using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A mapping that lies some bytes further on: what shared a cache line before may not do so now.</summary>
/// <remarks>
/// Structures choose addresses as if their mapping began at a line. Defects that depend on which fields share a line stay hidden
/// as long as it does; a structure that needs its objects to be aligned shows that here.
/// </remarks>
/// <param name="inner">The mapping underneath.</param>
/// <param name="shiftBytes">By how much every address grows: a multiple of 8.</param>
public readonly struct ShiftedPmem<TPmem>(TPmem inner, long shiftBytes) : IPmem
    where TPmem : struct, IPmem
{
    private readonly TPmem _inner = inner;

    /// <inheritdoc/>
    public long LengthBytes => _inner.LengthBytes - CacheLine.Bytes;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged => _inner.Load<T>(address + shiftBytes, label, file, line, member);

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => _inner.Store(address + shiftBytes, value, label, file, line, member);

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => _inner.LoadAcquire<T>(address + shiftBytes, label, order, file, line, member);

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => _inner.StoreRelease(address + shiftBytes, value, label, file, line, member);

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => _inner.StoreNonTemporal(address + shiftBytes, value, label, file, line, member);

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged => _inner.CompareExchange(address + shiftBytes, expected, desired, label, file, line, member);

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member) =>
        _inner.Flush(address + shiftBytes, lengthBytes, label, kind, file, line, member);

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member) => _inner.Fence(label, kind, file, line, member);

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member) =>
        _inner.SpinUntil(address + shiftBytes, condition, operand, label, file, line, member);

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        _inner.Mark(marker, argument, label, file, line, member);
}
