using System.IO.Compression;
using CsCheck;
using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class TraceFileTests
{
    private static readonly Gen<TraceEvent> AnyEvent = Gen.Select(Gen.Int[1, 10], Gen.ULong[0, 1UL << 47], Gen.ULong, Gen.ULong[1, 8], Gen.Int[0, 3], Gen.Int[0, 3])
        .Select((kind, address, value, length, thread, text) => Make((TraceEventKind)kind, address, value, length, thread, text));

    [Theory]
    [MemberData(nameof(TraceLogs.Names), MemberType = typeof(TraceLogs))]
    public void An_imported_log_has_the_events_of_the_log(string name)
    {
        using ITraceReader log = TraceFile.Open(TraceLogs.PathOf(name));
        using ITraceReader trace = new TraceReader("trace", new MemoryStream(Import(name)));

        Assert.Equal(TraceLogs.ReadAll(log), TraceLogs.ReadAll(trace));
    }

    [Fact]
    public void A_trace_is_many_times_smaller_than_its_log() =>
        Assert.InRange(Import("map_btree_100ops").Length, 1, TraceLogs.Content("map_btree_100ops").Length / 8);

    [Fact]
    public void What_is_written_is_read() => AnyEvent.Array[0, 200].Sample(events =>
    {
        using MemoryStream stream = new();
        Write(stream, events);
        stream.Position = 0;
        using TraceReader reader = new("trace", stream);
        return TraceLogs.ReadAll(reader).Select(one => one.Event).SequenceEqual(events.Select(item => item with { Text = 0 }));
    }, iter: 300);

    [Fact]
    public void Traces_and_logs_may_be_compressed()
    {
        string path = Path.GetTempFileName();
        using (GZipStream packed = new(File.Create(path), CompressionLevel.Fastest)) { packed.Write(Import("cceh_8")); }

        using ITraceReader reader = TraceFile.Open(path);
        Assert.Equal(248, TraceLogs.ReadAll(reader).Count);
        File.Delete(path);
    }

    [Fact]
    public void A_trace_of_several_blocks_is_read_to_its_end()
    {
        TraceEvent[] events = [.. Enumerable.Range(0, 200_000).Select(i => Make(TraceEventKind.Store, (ulong)i * 4096, (ulong)i, 8, i / 50_000, i % 4))];
        using MemoryStream stream = new();
        Write(stream, events);
        stream.Position = 0;

        using TraceReader reader = new("trace", stream);
        Assert.Equal(events.Select(item => item with { Text = 0 }), TraceLogs.ReadAll(reader).Select(one => one.Event));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Equal("cannot read no-such-file: there is no such file", Assert.Throws<InputException>(() => TraceFile.Open("no-such-file")).Message);
        Assert.Contains("it is a directory", Assert.Throws<InputException>(() => TraceFile.Open(".")).Message, StringComparison.Ordinal);
    }

    internal static byte[] Import(string name)
    {
        using ITraceReader log = TraceFile.Open(TraceLogs.PathOf(name));
        using MemoryStream stream = new();
        TraceImport.Copy(log, stream);
        return stream.ToArray();
    }

    private static void Write(Stream stream, TraceEvent[] events)
    {
        using TraceWriter writer = new(stream);
        foreach (string text in (string[])["main (a.c:1)", "f (b.c:2)", "pool"]) { writer.Text(System.Text.Encoding.UTF8.GetBytes(text)); }
        foreach (TraceEvent item in events) { writer.Write(item); }
        writer.Complete();
    }

    private static TraceEvent Make(TraceEventKind kind, ulong address, ulong value, ulong length, int thread, int text)
    {
        TraceEvent item = new() { Kind = kind, Thread = (ushort)thread, Text = text };
        switch (kind)
        {
            case TraceEventKind.Store or TraceEventKind.NonTemporalStore or TraceEventKind.LockedStore or TraceEventKind.Load:
                ulong kept = kind == TraceEventKind.Load ? 0 : length == 8 ? value : value & ((1UL << (int)(8 * length)) - 1);
                return item with { Address = address, Length = length, Value = kept };
            case TraceEventKind.Flush or TraceEventKind.DeepSync:
                return item with { Address = address, Length = value % 100 * 8, Variant = (byte)(kind == TraceEventKind.Flush ? value % 4 : 0) };
            case TraceEventKind.Fence:
                return item with { Variant = (byte)(value % 2) };
            case TraceEventKind.Map:
                return item with { Address = address, Length = value >> 20, Value = value & 0xfff };
            default:
                return item;
        }
    }
}
