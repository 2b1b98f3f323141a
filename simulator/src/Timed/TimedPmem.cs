using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Persistent memory on the timing model: every access moves the clock of the simulated thread that makes it.</summary>
/// <remarks>
/// Contents are plain memory that all simulated threads share; the threads take turns, in the order of their clocks, so that
/// each sees the stores of the others in simulated time, up to the scheduling quantum.
/// </remarks>
public readonly struct TimedPmem : IPmem
{
    private readonly TimedThread _thread;

    internal TimedPmem(TimedThread thread) => _thread = thread;

    /// <inheritdoc/>
    public long LengthBytes => _thread.LengthBytes;

    /// <summary>Cycles of the thread's core per nanosecond.</summary>
    internal double CyclesPerNs => _thread.CyclesPerNs;

    /// <summary>The thread's clock in cycles.</summary>
    public long Clock => _thread.Core.Clock;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged
    {
        Check<T>(address);
        _thread.Load(address, Unsafe.SizeOf<T>(), label, file, line, member);
        return Unsafe.ReadUnaligned<T>(ref _thread.Memory[address.Offset]);
    }

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged
    {
        Check<T>(address);
        _thread.Store(address, Unsafe.SizeOf<T>(), label, file, line, member);
        Write(address, value);
    }

    /// <inheritdoc/>
    /// <remarks>An ordinary load: the timed machine is an x86-64.</remarks>
    public T LoadAcquire<T>(PmemAddress address, string label = "", AccessOrder order = AccessOrder.Acquire,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged => Load<T>(address, label, file, line, member);

    /// <inheritdoc/>
    /// <remarks>An ordinary store: the timed machine is an x86-64.</remarks>
    public void StoreRelease<T>(PmemAddress address, T value, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged => Store(address, value, label, file, line, member);

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged
    {
        Check<T>(address);
        if (Unsafe.SizeOf<T>() < 4) { throw new PmemAccessException(address, Unsafe.SizeOf<T>(), "is too small for a non-temporal store"); }
        _thread.StoreNonTemporal(address, Unsafe.SizeOf<T>(), label, file, line, member);
        Write(address, value);
    }

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged
    {
        int sizeBytes = Unsafe.SizeOf<T>();
        Check<T>(address);
        if (sizeBytes > 16) { throw new PmemAccessException(address, sizeBytes, "is too large for a compare-exchange"); }
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, sizeBytes);
        _thread.CompareExchange(address, label, file, line, member);
        T found = Unsafe.ReadUnaligned<T>(ref _thread.Memory[address.Offset]);
        if (AreSameBytes(found, expected)) { Write(address, desired); }
        return found;
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label = "", FlushKind kind = FlushKind.Clwb,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        PmemAccessException.ThrowUnlessInside(address, lengthBytes, LengthBytes);
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        _thread.Flush(first, count, kind, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Fence(string label = "", FenceKind kind = FenceKind.Store,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "") =>
        _thread.Fence(kind, label, file, line, member);

    /// <inheritdoc/>
    /// <exception cref="SimulatedDeadlockException">No thread is left that could make the condition true.</exception>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        Check<ulong>(address);
        return _thread.SpinUntil(address, condition, operand, label, file, line, member);
    }

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument = 0, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
    {
        // Markers are for checkers; on the timing model they take no time.
    }

    private void Check<T>(PmemAddress address)
        where T : unmanaged
    {
        int sizeBytes = Unsafe.SizeOf<T>();
        PmemAccessException.ThrowUnlessInside(address, sizeBytes, LengthBytes);
        if (sizeBytes is not (1 or 2 or 4) && sizeBytes % PersistWord.Bytes != 0)
        {
            throw new PmemAccessException(address, sizeBytes, "has a size that is not 1, 2, 4 or a multiple of 8");
        }
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, Math.Min(sizeBytes, PersistWord.Bytes));
    }

    private void Write<T>(PmemAddress address, T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned(ref _thread.Memory[address.Offset], value);
        _thread.Written(address, Unsafe.SizeOf<T>());
    }

    private static unsafe bool AreSameBytes<T>(T left, T right)
        where T : unmanaged =>
        new ReadOnlySpan<byte>(&left, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&right, sizeof(T)));
}
