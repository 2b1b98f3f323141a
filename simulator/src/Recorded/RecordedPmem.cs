using System.Numerics;
using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A mapping that answers loads from a script and writes down what the code does: for exploration.</summary>
/// <param name="recorder">Holds the script and the events.</param>
public readonly struct RecordedPmem(EventRecorder recorder) : IPmem
{
    /// <inheritdoc/>
    public long LengthBytes => recorder.LengthBytes;

    /// <inheritdoc/>
    public T Load<T>(PmemAddress address, string label, string file, int line, string member)
        where T : unmanaged =>
        RecordLoad<T>(address, AccessOrder.Plain, new Site(EventKind.Load, 0, file, line, member, label));

    /// <inheritdoc/>
    public void Store<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        RecordStore(EventKind.Store, AccessOrder.Plain, address, value, new Site(EventKind.Store, 0, file, line, member, label));

    /// <inheritdoc/>
    public T LoadAcquire<T>(PmemAddress address, string label, AccessOrder order, string file, int line, string member)
        where T : unmanaged =>
        RecordLoad<T>(address, order, new Site(EventKind.Load, (byte)order, file, line, member, label));

    /// <inheritdoc/>
    public void StoreRelease<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        RecordStore(EventKind.Store, AccessOrder.Release, address, value, new Site(EventKind.Store, (byte)AccessOrder.Release, file, line, member, label));

    /// <inheritdoc/>
    public void StoreNonTemporal<T>(PmemAddress address, T value, string label, string file, int line, string member)
        where T : unmanaged =>
        RecordStore(EventKind.NonTemporalStore, AccessOrder.Plain, address, value, new Site(EventKind.NonTemporalStore, 0, file, line, member, label));

    /// <inheritdoc/>
    public T CompareExchange<T>(PmemAddress address, T expected, T desired, string label, string file, int line, string member)
        where T : unmanaged
    {
        int sizeBytes = Check<T>(address, recorder.LengthBytes);
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, sizeBytes);
        UInt128 found = recorder.Record(
            new MemoryEvent
            {
                Kind = EventKind.CompareExchange,
                Address = address,
                SizeBytes = sizeBytes,
                Expected = Widen(expected),
                Operand = Widen(desired),
            },
            new Site(EventKind.CompareExchange, 0, file, line, member, label));
        return Unsafe.As<UInt128, T>(ref found);
    }

    /// <inheritdoc/>
    public void Flush(PmemAddress address, long lengthBytes, string label, FlushKind kind, string file, int line, string member)
    {
        PmemAccessException.ThrowUnlessInside(address, lengthBytes, recorder.LengthBytes);
        Site site = new(EventKind.Flush, (byte)kind, file, line, member, label);
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        for (int i = 0; i < count; i++)
        {
            recorder.Record(
                new MemoryEvent
                {
                    Kind = EventKind.Flush,
                    Address = new CacheLine(first.Index + i).Start,
                    SizeBytes = CacheLine.Bytes,
                    Variant = (byte)kind,
                },
                site);
        }
    }

    /// <inheritdoc/>
    public void Fence(string label, FenceKind kind, string file, int line, string member) =>
        recorder.Record(
            new MemoryEvent { Kind = EventKind.Fence, Variant = (byte)kind },
            new Site(EventKind.Fence, (byte)kind, file, line, member, label));

    /// <inheritdoc/>
    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        Check<ulong>(address, recorder.LengthBytes);
        return (ulong)recorder.Record(
            new MemoryEvent
            {
                Kind = EventKind.SpinUntil,
                Address = address,
                SizeBytes = PersistWord.Bytes,
                Operand = operand,
                Variant = (byte)condition,
            },
            new Site(EventKind.SpinUntil, 0, file, line, member, label));
    }

    /// <inheritdoc/>
    public void Mark(Marker marker, ulong argument, string label, string file, int line, string member) =>
        recorder.Record(
            new MemoryEvent { Kind = EventKind.Mark, Variant = (byte)marker, Operand = argument },
            new Site(EventKind.Mark, (byte)marker, file, line, member, label));

    private static int Check<T>(PmemAddress address, long lengthBytes)
        where T : unmanaged
    {
        int sizeBytes = Unsafe.SizeOf<T>();
        if (sizeBytes > 2 * PersistWord.Bytes || !BitOperations.IsPow2(sizeBytes))
        {
            throw new PmemAccessException(address, sizeBytes, "is not of 1, 2, 4, 8 or 16 bytes");
        }
        PmemAccessException.ThrowUnlessInside(address, sizeBytes, lengthBytes);
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, Math.Min(sizeBytes, PersistWord.Bytes));
        return sizeBytes;
    }

    private static UInt128 Widen<T>(T value)
        where T : unmanaged
    {
        UInt128 wide = 0;
        Unsafe.WriteUnaligned(ref Unsafe.As<UInt128, byte>(ref wide), value);
        return wide;
    }

    private T RecordLoad<T>(PmemAddress address, AccessOrder order, Site site)
        where T : unmanaged
    {
        int sizeBytes = Check<T>(address, recorder.LengthBytes);
        Span<byte> bytes = stackalloc byte[sizeBytes];
        for (int at = 0; at < sizeBytes; at += PersistWord.Bytes)
        {
            int wordBytes = Math.Min(PersistWord.Bytes, sizeBytes - at);
            ulong word = (ulong)recorder.Record(
                new MemoryEvent { Kind = EventKind.Load, Address = address + at, SizeBytes = wordBytes, Variant = (byte)order }, site);
            BitConverter.GetBytes(word).AsSpan(0, wordBytes).CopyTo(bytes[at..]);
        }
        return Unsafe.ReadUnaligned<T>(ref bytes[0]);
    }

    private void RecordStore<T>(EventKind kind, AccessOrder order, PmemAddress address, T value, Site site)
        where T : unmanaged
    {
        int sizeBytes = Check<T>(address, recorder.LengthBytes);
        ref byte first = ref Unsafe.As<T, byte>(ref value);
        for (int at = 0; at < sizeBytes; at += PersistWord.Bytes)
        {
            int wordBytes = Math.Min(PersistWord.Bytes, sizeBytes - at);
            ulong word = 0;
            Unsafe.CopyBlockUnaligned(ref Unsafe.As<ulong, byte>(ref word), ref Unsafe.Add(ref first, at), (uint)wordBytes);
            recorder.Record(
                new MemoryEvent
                {
                    Kind = kind,
                    Address = address + at,
                    SizeBytes = wordBytes,
                    Operand = word,
                    Variant = (byte)order,
                    ContinuesWideStore = at > 0,
                },
                site);
        }
    }
}
