using System.IO.Compression;
using CsCheck;
using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

/// <summary>Damaged input of every kind: it is read, or refused with one line that says where; nothing else ever happens.</summary>
/// <remarks>SIM_FUZZ_INPUTS=25000 gives 100,000 inputs in all: <c>SIM_FUZZ_INPUTS=25000 dotnet test --project simulator/tests -c Release -- --filter-class "*TraceFuzzTests"</c>.</remarks>
public class TraceFuzzTests
{
    private static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("SIM_FUZZ_INPUTS"), out int inputs) ? inputs : 4_000;
    private static readonly string[] Logs = ["cceh_8", "pmemlog_addlog", "fmt_fenceno_alignno", "pmreorder_simple_m"];
    private static readonly string[] Nasty = ["|", ";", "0x", "\n", "STORE;", "FLUSH;0x0;0xffffffffffffffff", "REGISTER_FILE;p;0x0;0xffffffffffff;0x0", "\0", "\u00fe\u00ff", "STOP", "|STOP|"];

    private static readonly byte[][] Texts = [.. Logs.Select(TraceLogs.Content)];
    private static readonly byte[][] Traces = [.. Logs.Select(TraceFileTests.Import)];
    private static readonly byte[][] Packed = [.. Traces.Select(Pack), .. Texts.Select(Pack)];

    [Fact]
    public void A_damaged_log_is_read_or_refused() => Fuzz(Texts);

    [Fact]
    public void A_damaged_trace_is_read_or_refused() => Fuzz(Traces);

    [Fact]
    public void A_damaged_archive_is_read_or_refused() => Fuzz(Packed);

    [Fact]
    public void A_trace_with_a_right_checksum_and_wrong_records_is_read_or_refused() => Damage(Traces).Sample(input => Check(WithRightChecksums(input)), iter: Inputs);

    [Fact]
    public void Every_changed_byte_of_a_trace_is_noticed()
    {
        byte[] trace = Traces[1];
        for (int i = 0; i < trace.Length; i++)
        {
            byte[] damaged = [.. trace];
            damaged[i] ^= 0x10;
            Assert.Throws<InputException>(() => ReadAll(damaged));
        }
    }

    [Fact]
    public void Every_cut_of_a_trace_is_noticed()
    {
        byte[] trace = Traces[1];
        for (int length = 0; length < trace.Length; length++) { Assert.Throws<InputException>(() => ReadAll(trace[..length])); }
    }

    private static void Fuzz(byte[][] originals) => Damage(originals).Sample(Check, iter: Inputs);

    /// <summary>An original with flipped bits, cut, with a piece doubled or removed, or with something nasty inside.</summary>
    private static Gen<byte[]> Damage(byte[][] originals) =>
        Gen.Select(Gen.Int[0, originals.Length - 1], Gen.Int[0, 5], Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 300], Gen.Byte, Gen.Int[0, Nasty.Length - 1])
            .Select((original, how, where, count, value, nasty) =>
            {
                byte[] bytes = originals[original];
                int at = where % bytes.Length;
                int end = Math.Min(bytes.Length, at + count);
                switch (how)
                {
                    case 0:
                        byte[] flipped = [.. bytes];
                        flipped[at] ^= (byte)(1 << (count % 8));
                        return flipped;
                    case 1:
                        return bytes[..at];
                    case 2:
                        return [.. bytes[..at], .. bytes[end..]];
                    case 3:
                        return [.. bytes[..end], .. bytes[at..]];
                    case 4:
                        byte[] filled = [.. bytes];
                        filled.AsSpan(at, end - at).Fill(value);
                        return filled;
                    default:
                        return [.. bytes[..at], .. System.Text.Encoding.Latin1.GetBytes(Nasty[nasty]), .. bytes[at..]];
                }
            });

    private static void Check(byte[] input)
    {
        try
        {
            ReadAll(input);
        }
        catch (InputException mistake)
        {
            Assert.StartsWith("input", mistake.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', mistake.Message);
        }
    }

    private static void ReadAll(byte[] input)
    {
        using ITraceReader reader = TraceFile.Open("input", new MemoryStream(input));
        TraceInfo.Collect(reader);
    }

    private static byte[] Pack(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream packed = new(stream, CompressionLevel.Fastest)) { packed.Write(content); }
        return stream.ToArray();
    }

    /// <summary>Recomputes the checksum of the first block, so that the damage behind it is seen.</summary>
    private static byte[] WithRightChecksums(byte[] trace)
    {
        const int Block = TraceFormat.HeaderBytes;
        if (trace.Length < Block + TraceFormat.BlockHeaderBytes) { return trace; }
        int length = BitConverter.ToInt32(trace, Block);
        int payload = Block + TraceFormat.BlockHeaderBytes;
        if (length < 0 || length > trace.Length - payload) { return trace; }
        byte[] mended = [.. trace];
        BitConverter.TryWriteBytes(mended.AsSpan(Block + 8), TraceFormat.Checksum(mended.AsSpan(Block, 8), mended.AsSpan(payload, length)));
        BitConverter.TryWriteBytes(mended.AsSpan(12), TraceFormat.Checksum(mended.AsSpan(0, 12), []));
        return mended;
    }
}
