using Sim.CacheModel;
using Sim.Simulator.Mutation;

namespace Sim.Simulator;

/// <summary>A mapping under which a thread dies: before the event with a number, counting all but loads and markers.</summary>
/// <param name="inner">The mapping underneath.</param>
/// <param name="life">Counts the events.</param>
public readonly struct StoppingPmem<TPmem>(TPmem inner, CountedLife life) : IPmem
    where TPmem : struct, IPmem
{
    private readonly TPmem _inner = inner;

    /// <inheritdoc/>
    public long LengthBytes => _inner.LengthBytes;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged => _inner.Load<T>(address, label, file, line, member);

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => _inner.LoadAcquire<T>(address, label, order, file, line, member);

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        life.Happens();
        _inner.StoreRelease(address, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        life.Happens();
        _inner.Store(address, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        life.Happens();
        _inner.StoreNonTemporal(address, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        life.Happens();
        return _inner.CompareExchange(address, expected, desired, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        life.Happens();
        _inner.Flush(address, lengthBytes, label, kind, file, line, member);
    }

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member)
    {
        life.Happens();
        _inner.Fence(label, kind, file, line, member);
    }

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member) =>
        _inner.SpinUntil(address, condition, operand, label, file, line, member);

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        _inner.Mark(marker, argument, label, file, line, member);
}
