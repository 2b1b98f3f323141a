using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

/// <summary>The mapping over a <see cref="PowerFailMemory"/>.</summary>
internal readonly struct PowerFailPmem(PowerFailMemory memory) : IPmem
{
    private readonly PlainPmem _plain = new(memory.Visible);

    public long LengthBytes => _plain.LengthBytes;

    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged
    {
        memory.Happens();
        return _plain.Load<T>(address, label, file, line, member);
    }

    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged
    {
        memory.Happens();
        _plain.Store(address, value, label, file, line, member);
    }

    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged => Load<T>(address, label, file, line, member);

    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => Store(address, value, label, file, line, member);

    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged => throw new NotSupportedException("CCEH stores nothing past the caches");

    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        memory.Happens();
        memory.Lock();
        return _plain.CompareExchange(address, expected, desired, label, file, line, member);
    }

    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        memory.Happens();
        _plain.Flush(address, lengthBytes, label, kind, file, line, member);
        memory.Flush(address, lengthBytes);
    }

    public void Fence(string label, FenceKind kind, string file, int line, string member)
    {
        memory.Happens();
        memory.Fence();
    }

    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        memory.Happens();
        return _plain.SpinUntil(address, condition, operand, label, file, line, member);
    }

    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) { }
}
