using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Explores a trace as pmreorder (PMDK) does, for comparison: it permutes single stores, and only flushed ones.</summary>
/// <remarks>
/// A barrier is a fence after at least one flush. Its candidates are the stores that a flush overlapped since; flushes are
/// taken as they stand, unaligned ones too. The others wait for a later flush, and are in no image until then. At a barrier the
/// engine in force tries its sequences; then all candidates are applied. A marker <c>NAME.BEGIN</c> brings the engine that
/// the user chose for NAME into force, else the one in force stays, until <c>NAME.END</c>.
/// </remarks>
internal sealed class PmreorderEngine : ITraceEngine
{
    private readonly TraceTexts _texts;
    private readonly TraceMappings _mappings;
    private readonly InitialImages _initial;
    private readonly UnitContents _contents;
    private readonly IReadOnlyDictionary<string, ReorderEngine> _byMarker;
    private readonly BigInteger _maxSequences;
    private readonly IImageSink? _sink;
    private readonly ulong _seed;
    private readonly Dictionary<ulong, TracedUnit> _lines = [];
    private readonly Stack<(string Name, ReorderEngine Engine)> _engines = new();
    private List<PendingStore> _stores = [];
    private bool _hasFlush;

    /// <summary>Prepares an exploration.</summary>
    /// <param name="contents">Takes the lines' contents.</param>
    /// <param name="mappings">The trace's files, filled as it is read.</param>
    /// <param name="initial">What the files held before.</param>
    /// <param name="texts">The trace's texts.</param>
    /// <param name="engine">The engine outside all markers.</param>
    /// <param name="byMarker">Engines by the marker's name without suffix.</param>
    /// <param name="maxSequences">Barriers with more sequences are counted and not enumerated.</param>
    /// <param name="seed">Chooses the subsets of the partial engine.</param>
    /// <param name="sink">Takes the images, or null to count only.</param>
    public PmreorderEngine(UnitContents contents, TraceMappings mappings, InitialImages initial, TraceTexts texts, ReorderEngine engine,
        IReadOnlyDictionary<string, ReorderEngine> byMarker, BigInteger maxSequences, ulong seed, IImageSink? sink)
    {
        (_contents, _mappings, _initial, _texts, _byMarker, _maxSequences, _seed, _sink) =
            (contents, mappings, initial, texts, byMarker, maxSequences, seed, sink);
        _engines.Push(("", engine));
    }

    /// <inheritdoc/>
    public MarkerPath Markers { get; } = new();

    /// <inheritdoc/>
    public long PointCount { get; private set; }

    /// <inheritdoc/>
    public BigInteger StateCount { get; private set; }

    /// <inheritdoc/>
    public BigInteger LargestPoint { get; private set; }

    /// <inheritdoc/>
    public BigInteger DistinctCount { get; private set; }

    /// <inheritdoc/>
    public long SkippedPointCount { get; private set; }

    /// <inheritdoc/>
    public bool IsStopped { get; private set; }

    /// <inheritdoc/>
    public bool HasStarted => true;

    /// <inheritdoc/>
    public void Take(in TraceEvent item, long index)
    {
        switch (item.Kind)
        {
            case TraceEventKind.Store or TraceEventKind.NonTemporalStore or TraceEventKind.LockedStore:
                _stores.Add(new PendingStore(item.Address, item.Value, (int)item.Length, item.Text));
                break;
            case TraceEventKind.Flush:
                Flush(item);
                break;
            case TraceEventKind.Fence when _hasFlush:
                Barrier(index);
                break;
            case TraceEventKind.Map:
                _mappings.Add(item, _texts);
                break;
            case TraceEventKind.Marker:
                Mark(_texts[item.Text]);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Finish(long index)
    {
        // Stores that were never flushed stay out of every image, as in pmreorder.
    }

    private void Flush(in TraceEvent item)
    {
        _hasFlush = true;
        foreach (ref PendingStore store in CollectionsMarshal.AsSpan(_stores))
        {
            store.IsFlushed |= store.Address < item.Address + item.Length && item.Address < store.Address + (ulong)store.Bytes;
        }
    }

    private void Mark(string name)
    {
        bool isBegin = name.EndsWith(".BEGIN", StringComparison.Ordinal);
        if (!isBegin && !name.EndsWith(".END", StringComparison.Ordinal))
        {
            throw new InputException($"the marker {name} ends with neither .BEGIN nor .END, as the engines of pmreorder need it");
        }
        Markers.Pass(name);
        if (isBegin)
        {
            string key = name[..name.IndexOf('.', StringComparison.Ordinal)];
            _engines.Push((name[..^".BEGIN".Length], _byMarker.TryGetValue(key, out ReorderEngine engine) ? engine : _engines.Peek().Engine));
            return;
        }
        if (_engines.Count == 1 || _engines.Peek().Name != name[..^".END".Length])
        {
            throw new InputException($"the marker {name} does not end the last one that began, as the engines of pmreorder need it");
        }
        _engines.Pop();
    }

    private void Barrier(long index)
    {
        _hasFlush = false;
        List<PendingStore> candidates = _stores.FindAll(store => store.IsFlushed);
        _stores = _stores.FindAll(store => !store.IsFlushed);
        ReorderEngine engine = _engines.Peek().Engine;
        BigInteger sequences = ReorderSequences.Count(engine, candidates.Count);
        PointCount++;
        StateCount += sequences;
        LargestPoint = BigInteger.Max(LargestPoint, sequences);
        LineOverlay overlay = new(this);
        if (sequences > _maxSequences) { SkippedPointCount++; }
        else if (engine != ReorderEngine.NoCheck && !IsStopped)
        {
            int text = candidates.Count > 0 ? candidates[^1].Text : 0;
            IsStopped = !Enumerate(engine, candidates, overlay, new CrashPoint(index, "FENCE", text, Markers.Count, 0, sequences));
        }
        overlay.Reset();
        foreach (PendingStore store in candidates) { overlay.Apply(store); }
        overlay.Commit(_sink);
    }

    private bool Enumerate(ReorderEngine engine, List<PendingStore> candidates, LineOverlay overlay, CrashPoint point)
    {
        Dictionary<string, ImageWeight> seen = [];
        List<TracedUnit> lines = overlay.Prepare(candidates);
        _sink?.Begin(point, lines, 0);
        foreach (int[] sequence in ReorderSequences.Of(engine, candidates.Count, _seed + (ulong)PointCount))
        {
            overlay.Reset();
            foreach (int store in sequence) { overlay.Apply(candidates[store]); }
            string key = overlay.Show(_sink);
            if (seen.TryGetValue(key, out ImageWeight? weight))
            {
                weight.Sequences++;
                continue;
            }
            DistinctCount++;
            if (_sink is null)
            {
                seen.Add(key, new ImageWeight());
                continue;
            }
            if (!_sink.Check()) { return false; }
            seen.Add(key, _sink.LastWeight);
        }
        return true;
    }

    private TracedUnit? LineOf(ulong place)
    {
        if (!TraceMappings.IsInFile(place)) { return null; }
        ulong start = place & ~(ulong)(CacheLine.Bytes - 1);
        if (!_lines.TryGetValue(start, out TracedUnit? line))
        {
            Span<byte> content = stackalloc byte[CacheLine.Bytes];
            _initial.Read(start, _mappings, content);
            line = new TracedUnit(_lines.Count, start, _contents.Intern(content));
            _lines.Add(start, line);
        }
        return line;
    }

    private struct PendingStore(ulong address, ulong value, int bytes, int text)
    {
        public readonly ulong Address = address;
        public readonly ulong Value = value;
        public readonly int Bytes = bytes;
        public readonly int Text = text;
        public bool IsFlushed;
    }

    /// <summary>The lines of a barrier's candidates while a sequence is applied to them.</summary>
    private sealed class LineOverlay(PmreorderEngine engine)
    {
        private readonly List<TracedUnit> _lines = [];
        private readonly Dictionary<TracedUnit, byte[]> _bytes = [];

        public List<TracedUnit> Prepare(List<PendingStore> candidates)
        {
            foreach (PendingStore store in candidates) { Apply(store); }
            return _lines;
        }

        public void Reset()
        {
            foreach (TracedUnit line in _lines) { engine._contents[line.ContentAt(line.Upper)].CopyTo(_bytes[line]); }
        }

        public void Apply(in PendingStore store)
        {
            Span<byte> value = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(value, store.Value);
            int first = TraceScan.BytesInFirstLine(store.Address, store.Bytes);
            ApplyPiece(store.Address, value[..first]);
            if (first < store.Bytes) { ApplyPiece(store.Address + (ulong)first, value[first..store.Bytes]); }
        }

        /// <summary>Tells the sink what the lines hold, and gives a key that is equal for equal images.</summary>
        public string Show(IImageSink? sink)
        {
            char[] key = new char[_lines.Count * 2];
            for (int i = 0; i < _lines.Count; i++)
            {
                int content = engine._contents.Intern(_bytes[_lines[i]]);
                sink?.Set(_lines[i], content);
                (key[2 * i], key[(2 * i) + 1]) = ((char)(content & 0xffff), (char)(content >> 16));
            }
            return new string(key);
        }

        public void Commit(IImageSink? sink)
        {
            foreach (TracedUnit line in _lines)
            {
                line.Append(engine._contents.Intern(_bytes[line]), 0);
                line.RaiseTo(line.Upper);
                line.Trim();
                sink?.Set(line, line.ContentAt(line.Upper));
            }
        }

        private void ApplyPiece(ulong address, ReadOnlySpan<byte> bytes)
        {
            ulong place = engine._mappings.PlaceOf(address);
            if (engine.LineOf(place) is not { } line) { return; }
            if (!_bytes.TryGetValue(line, out byte[]? content))
            {
                content = engine._contents[line.ContentAt(line.Upper)].ToArray();
                _bytes.Add(line, content);
                _lines.Add(line);
            }
            bytes.CopyTo(content.AsSpan((int)(place & (CacheLine.Bytes - 1))));
        }
    }
}
