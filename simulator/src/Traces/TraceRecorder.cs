using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>The memory of a traced run, and its trace.</summary>
/// <param name="writer">Takes the events.</param>
/// <param name="fileName">The name of the mapped file.</param>
/// <param name="lengthBytes">Bytes of the file.</param>
public sealed class TraceRecorder(TraceWriter writer, string fileName, int lengthBytes)
{
    // Where a real mapping might be; only differences matter.
    private const ulong Base = 0x1000_0000_0000;

    private readonly Dictionary<(string File, int Line, string Member), int> _sites = [];

    /// <summary>The content.</summary>
    public byte[] Memory { get; } = new byte[lengthBytes];

    /// <summary>Writes the registration of the file, which comes before all else.</summary>
    public void Map() => writer.Write(new TraceEvent
    {
        Kind = TraceEventKind.Map,
        Text = writer.Text(Encoding.UTF8.GetBytes(fileName)),
        Address = Base,
        Length = (ulong)Memory.Length,
    });

    /// <summary>Writes a marker.</summary>
    public void Mark(string name) => writer.Write(new TraceEvent { Kind = TraceEventKind.Marker, Text = writer.Text(Encoding.UTF8.GetBytes(name)) });

    internal void Store<T>(TraceEventKind kind, PmemAddress address, T value, string file, int line, string member)
        where T : unmanaged
    {
        int sizeBytes = Unsafe.SizeOf<T>();
        PmemAccessException.ThrowUnlessInside(address, sizeBytes, Memory.Length);
        if (!BitOperations.IsPow2(sizeBytes) || sizeBytes > 2 * PersistWord.Bytes) { throw new PmemAccessException(address, sizeBytes, "is not of 1, 2, 4, 8 or 16 bytes"); }
        PmemAccessException.ThrowUnlessAligned(address, sizeBytes, Math.Min(sizeBytes, PersistWord.Bytes));
        Unsafe.WriteUnaligned(ref Memory[address.Offset], value);
        int site = Site(file, line, member);
        for (int at = 0; at < sizeBytes; at += PersistWord.Bytes)
        {
            int count = Math.Min(sizeBytes - at, PersistWord.Bytes);
            ulong word = 0;
            Memory.AsSpan((int)address.Offset + at, count).CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref word)));
            writer.Write(new TraceEvent { Kind = kind, Address = Base + (ulong)address.Offset + (ulong)at, Value = word, Length = (ulong)count, Text = site });

            // The second word of a 16-byte exchange belongs to the same instruction and fences nothing more.
            if (kind == TraceEventKind.LockedStore) { kind = TraceEventKind.Store; }
        }
    }

    internal void Flush(PmemAddress address, long lengthBytes, FlushKind kind, string file, int line, string member)
    {
        PmemAccessException.ThrowUnlessInside(address, lengthBytes, Memory.Length);
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        int site = Site(file, line, member);
        for (int i = 0; i < count; i++)
        {
            writer.Write(new TraceEvent
            {
                Kind = TraceEventKind.Flush,
                Address = Base + (ulong)new CacheLine(first.Index + i).Start.Offset,
                Length = TraceEvent.OneLine,
                Variant = (byte)(kind + 1),
                Text = site,
            });
        }
    }

    internal void Fence(FenceKind kind, string file, int line, string member)
    {
        // A trace is that of an x86-64, where some fences are no instruction.
        X86Fence fence = kind.OnX86();
        if (fence == X86Fence.None) { return; }
        FenceKind traced = fence == X86Fence.Mfence ? FenceKind.Full : FenceKind.Store;
        writer.Write(new TraceEvent { Kind = TraceEventKind.Fence, Variant = (byte)traced, Text = Site(file, line, member) });
    }

    private int Site(string file, int line, string member)
    {
        if (!_sites.TryGetValue((file, line, member), out int site))
        {
            site = writer.Text(Encoding.UTF8.GetBytes($"{member} ({Path.GetFileName(file)}:{line})"));
            _sites.Add((file, line, member), site);
        }
        return site;
    }
}
