using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Memory of this machine as <see cref="IPmem"/>: a store is a <c>mov</c>, a flush is a <c>clwb</c>.</summary>
/// <remarks>
/// Nothing is checked: a wrong address is undefined behaviour, as in C; <see cref="CheckedRealPmem"/> checks. Loads and stores of
/// up to 8 bytes are volatile, so that the JIT neither reorders nor merges what relies on the order of stores within a line
/// (on x86-64 they remain plain <c>mov</c>s, on Arm64 they are acquire loads and release stores). Valid until the
/// <see cref="RealMapping"/> that it came from is disposed.
/// </remarks>
public readonly unsafe struct RealPmem : IPmem
{
    private readonly byte* _start;
    private readonly long _lengthBytes;

    internal RealPmem(byte* start, long lengthBytes)
    {
        _start = start;
        _lengthBytes = lengthBytes;
    }

    /// <summary>The instruction that writes a line back: clwb, clflushopt or clflush; on Arm64 dc cvap, or dc cvac without it.</summary>
    /// <exception cref="InputException">This machine cannot hold a real mapping.</exception>
    public static string FlushInstruction
    {
        get
        {
            PersistInstructions.Prepare();
            return PersistInstructions.FlushName;
        }
    }

    /// <inheritdoc/>
    public long LengthBytes => _lengthBytes;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Load<T>(PmemAddress address, string label = "", string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        byte* source = _start + address.Offset;
        if (sizeof(T) == 1) { return Unsafe.BitCast<byte, T>(Volatile.Read(ref *source)); }
        if (sizeof(T) == 2) { return Unsafe.BitCast<ushort, T>(Volatile.Read(ref *(ushort*)source)); }
        if (sizeof(T) == 4) { return Unsafe.BitCast<uint, T>(Volatile.Read(ref *(uint*)source)); }
        if (sizeof(T) == 8) { return Unsafe.BitCast<ulong, T>(Volatile.Read(ref *(ulong*)source)); }
        ThrowUnlessWords(sizeof(T));
        Unsafe.SkipInit(out T value);
        for (int i = 0; i < sizeof(T) / sizeof(ulong); i++) { ((ulong*)&value)[i] = Volatile.Read(ref ((ulong*)source)[i]); }
        return value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<T>(PmemAddress address, T value, string label = "", string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        byte* target = _start + address.Offset;
        if (sizeof(T) == 1) { Volatile.Write(ref *target, Unsafe.BitCast<T, byte>(value)); }
        else if (sizeof(T) == 2) { Volatile.Write(ref *(ushort*)target, Unsafe.BitCast<T, ushort>(value)); }
        else if (sizeof(T) == 4) { Volatile.Write(ref *(uint*)target, Unsafe.BitCast<T, uint>(value)); }
        else if (sizeof(T) == 8) { Volatile.Write(ref *(ulong*)target, Unsafe.BitCast<T, ulong>(value)); }
        else
        {
            ThrowUnlessWords(sizeof(T));
            for (int i = 0; i < sizeof(T) / sizeof(ulong); i++) { Volatile.Write(ref ((ulong*)target)[i], ((ulong*)&value)[i]); }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Every load of this mapping acquires already.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T LoadAcquire<T>(PmemAddress address, string label = "", AccessOrder order = AccessOrder.Acquire,
        string file = "", int line = 0, string member = "")
        where T : unmanaged => Load<T>(address, label, file, line, member);

    /// <inheritdoc/>
    /// <remarks>Every store of this mapping releases already.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreRelease<T>(PmemAddress address, T value, string label = "",
        string file = "", int line = 0, string member = "")
        where T : unmanaged => Store(address, value, label, file, line, member);

    /// <inheritdoc/>
    /// <remarks>movnti on x86-64; on Arm64, which has no such store with a persistence order, a store and a dc cvap.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label = "", string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        byte* target = _start + address.Offset;
        if (!Sse2.X64.IsSupported)
        {
            Store(address, value, label, file, line, member);
            Flush(address, sizeof(T), label, FlushKind.Clwb, file, line, member);
        }
        else if (sizeof(T) == 4) { Sse2.StoreNonTemporal((uint*)target, Unsafe.BitCast<T, uint>(value)); }
        else if (sizeof(T) == 8) { Sse2.X64.StoreNonTemporal((ulong*)target, Unsafe.BitCast<T, ulong>(value)); }
        else
        {
            ThrowUnlessWords(sizeof(T));
            for (int i = 0; i < sizeof(T) / sizeof(ulong); i++) { Sse2.X64.StoreNonTemporal(&((ulong*)target)[i], ((ulong*)&value)[i]); }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label = "",
        string file = "", int line = 0, string member = "")
        where T : unmanaged
    {
        byte* target = _start + address.Offset;
        if (sizeof(T) == 1)
        {
            return Unsafe.BitCast<byte, T>(Interlocked.CompareExchange(
                ref *target, Unsafe.BitCast<T, byte>(desired), Unsafe.BitCast<T, byte>(expected)));
        }
        if (sizeof(T) == 2)
        {
            return Unsafe.BitCast<ushort, T>(Interlocked.CompareExchange(
                ref *(ushort*)target, Unsafe.BitCast<T, ushort>(desired), Unsafe.BitCast<T, ushort>(expected)));
        }
        if (sizeof(T) == 4)
        {
            return Unsafe.BitCast<uint, T>(Interlocked.CompareExchange(
                ref *(uint*)target, Unsafe.BitCast<T, uint>(desired), Unsafe.BitCast<T, uint>(expected)));
        }
        if (sizeof(T) == 8)
        {
            return Unsafe.BitCast<ulong, T>(Interlocked.CompareExchange(
                ref *(ulong*)target, Unsafe.BitCast<T, ulong>(desired), Unsafe.BitCast<T, ulong>(expected)));
        }
        if (sizeof(T) != 16) { ThrowSize(sizeof(T)); }
        T found = expected;
        PersistInstructions.CompareExchange16(target, &found, ((ulong*)&desired)[0], ((ulong*)&desired)[1]);
        return found;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush(PmemAddress address, long lengthBytes, string label = "", FlushKind kind = FlushKind.Clwb,
        string file = "", int line = 0, string member = "")
    {
        // The length is a constant nearly always, and then this test is gone.
        if (lengthBytes <= 0) { return; }
        byte* end = _start + address.Offset + lengthBytes;
        byte* start = _start + (address.Offset & -CacheLine.Bytes);
        do
        {
            if (kind == FlushKind.Clwb) { PersistInstructions.Clwb(start); }
            else if (kind == FlushKind.Clflushopt) { PersistInstructions.Clflushopt(start); }
            else { PersistInstructions.Clflush(start); }
            start += CacheLine.Bytes;
        }
        while (start < end);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fence(string label = "", FenceKind kind = FenceKind.Store, string file = "", int line = 0, string member = "")
    {
        // The kind is a constant nearly always, and then one instruction is left.
        if (!Sse2.IsSupported) { PersistInstructions.Dsb(null); }
        else if (kind.OnX86() == X86Fence.Sfence) { Sse.StoreFence(); }
        else if (kind.OnX86() == X86Fence.Mfence) { Sse2.MemoryFence(); }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label = "",
        string file = "", int line = 0, string member = "")
    {
        ulong value = Volatile.Read(ref *(ulong*)(_start + address.Offset));
        return condition.IsSatisfiedBy(value, operand) ? value : Spin((ulong*)(_start + address.Offset), condition, operand);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark(Marker marker, ulong argument = 0, string label = "", string file = "", int line = 0, string member = "")
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong Spin(ulong* source, SpinCondition condition, ulong operand)
    {
        SpinWait wait = default;
        while (true)
        {
            ulong value = Volatile.Read(ref *source);
            if (condition.IsSatisfiedBy(value, operand)) { return value; }
            // Gives the processor away, but never sleeps for a whole tick of the clock.
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    // The JIT knows the size of T: where it is right, the test and the throw are gone.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThrowUnlessWords(int sizeBytes)
    {
        if (sizeBytes % sizeof(ulong) != 0) { ThrowSize(sizeBytes); }
    }

    [DoesNotReturn]
    private static void ThrowSize(int sizeBytes) =>
        throw new NotSupportedException($"no instruction accesses {sizeBytes} bytes this way, and they are not whole 8-byte words");
}
