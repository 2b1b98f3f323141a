using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary><see cref="RealPmem"/> with every address, alignment and size checked first.</summary>
/// <param name="inner">The mapping underneath.</param>
public readonly unsafe struct CheckedRealPmem(RealPmem inner) : IPmem
{
    // A copy in a field, because a struct's primary constructor parameter would be mutable.
    private readonly RealPmem _inner = inner;

    /// <inheritdoc/>
    public long LengthBytes => _inner.LengthBytes;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label = "", string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        Check(address, sizeof(T), sizeof(T) is 1 or 2 or 4 || sizeof(T) % PersistWord.Bytes == 0, PersistWord.Bytes);
        return _inner.Load<T>(address, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label = "", string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        Check(address, sizeof(T), sizeof(T) is 1 or 2 or 4 || sizeof(T) % PersistWord.Bytes == 0, PersistWord.Bytes);
        _inner.Store(address, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label = "", AccessOrder order = AccessOrder.Acquire,
        string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        Check(address, sizeof(T), sizeof(T) is 1 or 2 or 4 || sizeof(T) % PersistWord.Bytes == 0, PersistWord.Bytes);
        return _inner.LoadAcquire<T>(address, label, order, file, line, member);
    }

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label = "",
        string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        Check(address, sizeof(T), sizeof(T) is 1 or 2 or 4 || sizeof(T) % PersistWord.Bytes == 0, PersistWord.Bytes);
        _inner.StoreRelease(address, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label = "", string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        Check(address, sizeof(T), sizeof(T) == 4 || sizeof(T) % PersistWord.Bytes == 0, PersistWord.Bytes);
        _inner.StoreNonTemporal(address, value, label, file, line, member);
    }

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label = "",
        string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        Check(address, sizeof(T), sizeof(T) is 1 or 2 or 4 or 8 or 16, 2 * PersistWord.Bytes);
        return _inner.CompareExchange(address, expected, desired, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label = "", FlushKind kind = FlushKind.Clwb,
        string file = "", int line = 0, string member = "")
    {
        PmemAccessException.ThrowUnlessInside(address, lengthBytes, LengthBytes);
        _inner.Flush(address, lengthBytes, label, kind, file, line, member);
    }

    /// <inheritdoc/>
    public void Fence(string label = "", FenceKind kind = FenceKind.Store, string file = "", int line = 0, string member = "") =>
        _inner.Fence(label, kind, file, line, member);

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label = "",
        string file = "", int line = 0, string member = "")
    {
        Check(address, PersistWord.Bytes, isSizeValid: true, PersistWord.Bytes);
        return _inner.SpinUntil(address, condition, operand, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument = 0, string label = "", string file = "", int line = 0, string member = "")
    {
    }

    private void Check(PmemAddress address, int sizeBytes, bool isSizeValid, int largestAlignmentBytes)
    {
        if (!isSizeValid) { throw new PmemAccessException(address, sizeBytes, "has a size that no instruction has"); }
        PmemAccessException.ThrowUnlessInside(address, sizeBytes, LengthBytes);
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, Math.Min(sizeBytes, largestAlignmentBytes));
    }
}
