using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A mapping over a crash image that is still undecided: recovery's loads decide it, as far as they read.</summary>
/// <remarks>
/// Recovery runs alone, so what remains to be recorded is the same as for any thread; only the source of the values differs:
/// the recorder that this mapping writes to is run with a <see cref="CrashImage"/>.
/// </remarks>
/// <param name="recorder">Runs recovery over a <see cref="CrashImage"/> and writes down its events.</param>
public readonly struct CrashPmem(EventRecorder recorder) : IPmem
{
    private readonly RecordedPmem _recorded = new(recorder);

    /// <inheritdoc/>
    public long LengthBytes => _recorded.LengthBytes;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged => _recorded.Load<T>(address, label, file, line, member);

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => _recorded.Store(address, value, label, file, line, member);

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => _recorded.LoadAcquire<T>(address, label, order, file, line, member);

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => _recorded.StoreRelease(address, value, label, file, line, member);

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => _recorded.StoreNonTemporal(address, value, label, file, line, member);

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged => _recorded.CompareExchange(address, expected, desired, label, file, line, member);

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member) =>
        _recorded.Flush(address, lengthBytes, label, kind, file, line, member);

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member) =>
        _recorded.Fence(label, kind, file, line, member);

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member) =>
        _recorded.SpinUntil(address, condition, operand, label, file, line, member);

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        _recorded.Mark(marker, argument, label, file, line, member);
}
