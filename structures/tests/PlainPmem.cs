using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

/// <summary>A mapping that is an array: one thread, no caches, flushes and fences do nothing.</summary>
/// <param name="memory">The bytes of the mapping.</param>
internal readonly struct PlainPmem(byte[] memory) : IPmem
{
    public long LengthBytes => memory.Length;

    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged => At<T>(address);

    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => At<T>(address) = value;

    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => At<T>(address) = value;

    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        T found = At<T>(address);
        if (EqualityComparer<T>.Default.Equals(found, expected)) { At<T>(address) = desired; }
        return found;
    }

    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member) =>
        PmemAccessException.ThrowUnlessInside(address, lengthBytes, memory.Length);

    public void Fence(string label, FenceKind kind, string file, int line, string member) { }

    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        ulong value = At<ulong>(address);
        return condition.IsSatisfiedBy(value, operand)
            ? value
            : throw new UnreachableException($"the only thread waits for ever at {address} ({label}), which holds 0x{value:x}");
    }

    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) { }

    private ref T At<T>(PmemAddress address)
        where T : unmanaged
    {
        int sizeBytes = Unsafe.SizeOf<T>();
        PmemAccessException.ThrowUnlessInside(address, sizeBytes, memory.Length);
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, Math.Min(sizeBytes, 16));
        return ref Unsafe.As<byte, T>(ref memory[address.Offset]);
    }
}
