using System.Numerics;
using System.Text;
using CsCheck;
using Sim.Explorer.Traces;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Tests.Traces;

/// <summary>The exact engine against an enumeration that is as plain as the definition.</summary>
public class ExactEnginePropertyTests
{
    // Few places, few values and long runs without a fence: lines return to contents that they had, which is the hard case.
    private static readonly Gen<string> Record = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 3], Gen.Int[0, 1], Gen.Int[0, 1])
        .Select((what, line, word, value) => what switch
        {
            < 5 => $"STORE;0x{0x1000 + (64 * line) + (8 * word):x};0x{value:x};0x8",
            < 7 => $"FLUSH;0x{0x1000 + (64 * line) + word:x};0x40",
            < 8 => "FENCE",
            8 => word == 0 ? "OP.BEGIN" : "OP.END",
            _ => $"STORE;0x{0x103c + (64 * line):x};0x{value:x}00000{value:x}00;0x8",
        });

    [Fact]
    public void Counts_and_images_are_those_of_the_plain_enumeration() => Record.Array[1, 24].Sample(records =>
    {
        string log = $"START|REGISTER_FILE;pool;0x1000;0x1000;0x0|{string.Join('|', records)}|STOP";
        PlainEnumeration plain = new(records);
        List<string> seen = [];
        TraceExploreResult result = TraceExplorer.Explore(() => new PmemcheckReader("test.log", new MemoryStream(Encoding.UTF8.GetBytes(log))), new()
        {
            Jobs = 1,
            Checker = () => new FunctionChecker(image =>
            {
                seen.Add($"{image.Markers.Count} {Convert.ToHexString(image.Bytes[..(5 * 64)])}");
                return null;
            }),
        });

        Assert.Equal((plain.Points, plain.States, plain.Counted), (result.CrashPoints, result.StatesRepresented, (int)result.DistinctImages));
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(plain.Images, seen.ToHashSet());
    }, iter: 2_000);

    /// <summary>At every crash point, every combination of prefixes, one after the other.</summary>
    private sealed class PlainEnumeration
    {
        private readonly SortedDictionary<int, List<byte[]>> _lines = [];
        private readonly Dictionary<int, int> _lower = [];
        private readonly Dictionary<int, int> _flushed = [];
        private readonly HashSet<string> _counted = [];
        private int _markers;

        public PlainEnumeration(string[] records)
        {
            foreach (string record in records)
            {
                string[] fields = record.Split(';');
                if (fields[0] == "STORE") { Store(Number(fields[1]) - 0x1000, BitConverter.GetBytes(Number(fields[2]))); }
                else if (fields[0] == "FLUSH") { Flush((int)(Number(fields[1]) - 0x1000) >> 6); }
                else { Crash(record == "FENCE"); }
            }
            Crash(isFence: true);
        }

        public long Points { get; private set; }

        public BigInteger States { get; private set; }

        public int Counted => _counted.Count;

        public HashSet<string> Images { get; } = [];

        private void Store(ulong address, byte[] value)
        {
            for (int done = 0; done < 8;)
            {
                int line = (int)(address + (ulong)done) >> 6;
                int offset = (int)(address + (ulong)done) & 63;
                int count = Math.Min(8 - done, 64 - offset);
                if (!_lines.TryGetValue(line, out List<byte[]>? contents)) { _lines.Add(line, contents = [new byte[64]]); }
                byte[] content = [.. contents[^1]];
                value.AsSpan(done, count).CopyTo(content.AsSpan(offset));
                contents.Add(content);
                done += count;
            }
        }

        private void Flush(int line)
        {
            if (_lines.TryGetValue(line, out List<byte[]>? contents)) { _flushed[line] = contents.Count - 1; }
        }

        private void Crash(bool isFence)
        {
            Points++;
            byte[] image = new byte[5 * 64];
            Enumerate([.. _lines.Keys], 0, image);
            if (!isFence) { _markers++; }
            if (!isFence) { return; }
            foreach ((int line, int position) in _flushed) { _lower[line] = Math.Max(_lower.GetValueOrDefault(line), position); }
            _flushed.Clear();
        }

        private void Enumerate(int[] lines, int depth, byte[] image)
        {
            if (depth == lines.Length)
            {
                States++;
                string content = $"{_markers} {Convert.ToHexString(image)}";
                Images.Add(content);
                _counted.Add($"{_lines.Count} {content}");
                return;
            }
            for (int position = _lower.GetValueOrDefault(lines[depth]); position < _lines[lines[depth]].Count; position++)
            {
                _lines[lines[depth]][position].CopyTo(image, lines[depth] * 64);
                Enumerate(lines, depth + 1, image);
            }
        }

        private static ulong Number(string hex) => Convert.ToUInt64(hex[2..], 16);
    }
}
