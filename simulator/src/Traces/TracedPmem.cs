using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>Persistent memory that writes down what one thread does to it, as a trace; contents are plain memory.</summary>
/// <param name="recorder">Holds the memory and the trace.</param>
public readonly struct TracedPmem(TraceRecorder recorder) : IPmem
{
    /// <inheritdoc/>
    public long LengthBytes => recorder.Memory.Length;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged
    {
        PmemAccessException.ThrowUnlessInside(address, Unsafe.SizeOf<T>(), LengthBytes);
        return Unsafe.ReadUnaligned<T>(ref recorder.Memory[address.Offset]);
    }

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        recorder.Store(TraceEventKind.Store, address, value, file, line, member);

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => Load<T>(address, label, file, line, member);

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => Store(address, value, label, file, line, member);

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        recorder.Store(TraceEventKind.NonTemporalStore, address, value, file, line, member);

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        T found = Load<T>(address, label, file, line, member);
        if (EqualityComparer<T>.Default.Equals(found, expected)) { recorder.Store(TraceEventKind.LockedStore, address, desired, file, line, member); }
        else { recorder.Fence(FenceKind.Full, file, line, member); }
        return found;
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member) =>
        recorder.Flush(address, lengthBytes, kind, file, line, member);

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member) => recorder.Fence(kind, file, line, member);

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        ulong value = Load<ulong>(address, label, file, line, member);
        return condition.IsSatisfiedBy(value, operand) ? value : throw new InputException($"{file}:{line}: the only thread of the trace waits for itself");
    }

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member)
    {
        // The operations of a structure are bracketed by whoever runs them.
    }
}
