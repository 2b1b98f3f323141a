using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

/// <summary>A mapping that is an array, for one thread at a time: stores happen at once, flushes and fences are only counted.</summary>
public readonly struct PlainPmem(byte[] memory) : IPmem
{
    public long LengthBytes => memory.Length;

    public PmemCounts Counts { get; } = new();

    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged => At<T>(address);

    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        Counts.Pass(EventKind.Store, label);
        At<T>(address) = value;
    }

    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => At<T>(address);

    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => Store(address, value, label, file, line, member);

    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        Counts.Pass(EventKind.NonTemporalStore, label);
        At<T>(address) = value;
    }

    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        Counts.Pass(EventKind.CompareExchange, label);
        T found = At<T>(address);
        if (EqualityComparer<T>.Default.Equals(found, expected)) { At<T>(address) = desired; }
        return found;
    }

    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        PmemAccessException.ThrowUnlessInside(address, lengthBytes, memory.Length);
        for (int lines = CacheLine.Covering(address, lengthBytes).Count; lines > 0; lines--) { Counts.Pass(EventKind.Flush, label); }
    }

    public void Fence(string label, FenceKind kind, string file, int line, string member) => Counts.Pass(EventKind.Fence, label);

    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        ulong value = At<ulong>(address);
        return condition.IsSatisfiedBy(value, operand) ? value : throw new InvalidOperationException($"waits for ever at {address}");
    }

    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member)
    {
    }

    private ref T At<T>(PmemAddress address)
        where T : unmanaged
    {
        int sizeBytes = Unsafe.SizeOf<T>();
        PmemAccessException.ThrowUnlessInside(address, sizeBytes, memory.Length);
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, sizeBytes);
        return ref MemoryMarshal.AsRef<T>(memory.AsSpan((int)address.Offset));
    }
}
