using System.Runtime.CompilerServices;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests.Exploration;

/// <summary>The mapping over an <see cref="EvictionMemory"/>.</summary>
internal readonly struct EvictionPmem(EvictionMemory memory) : IPmem
{
    private readonly PlainPmem _plain = new(memory.Visible);

    public long LengthBytes => _plain.LengthBytes;

    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged => _plain.Load<T>(address, label, file, line, member);

    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() > PersistWord.Bytes) { throw new NotSupportedException("a wide store is two stores"); }
        _plain.Store(address, value, label, file, line, member);
        memory.Stored(address);
    }

    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => Load<T>(address, label, file, line, member);

    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => Store(address, value, label, file, line, member);

    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        // It leaves the core's buffers at the next fence, and may at any time before.
        Store(address, value, label, file, line, member);
        memory.Flushed(address);
    }

    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        memory.Fenced();
        T found = _plain.CompareExchange(address, expected, desired, label, file, line, member);
        if (EqualityComparer<T>.Default.Equals(found, expected)) { memory.Stored(address); }
        return found;
    }

    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        for (int i = 0; i < count; i++) { memory.Flushed(new CacheLine(first.Index + i).Start); }
    }

    public void Fence(string label, FenceKind kind, string file, int line, string member) => memory.Fenced();

    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member) =>
        _plain.SpinUntil(address, condition, operand, label, file, line, member);

    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) { }
}
