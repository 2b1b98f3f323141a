using System.Numerics;
using Sim.CacheModel;
using Sim.Simulator.Results;

namespace Sim.Simulator.Traces;

/// <summary>Counts what a trace does: stores, flushes, epochs between fences, and the places in the source that store most.</summary>
public static class TraceInfo
{
    private const int HotSites = 20;

    /// <summary>Reads a trace and sums it up, in linear time and in memory that depends on what it writes to, not on its length.</summary>
    /// <param name="reader">The trace, at its start.</param>
    /// <param name="progress">Told now and then how many events were seen; may be null.</param>
    /// <param name="stop">Ends the scan.</param>
    /// <exception cref="InputException">The trace is damaged.</exception>
    public static TraceInfoResult Collect(ITraceReader reader, Action<long>? progress = null, CancellationToken stop = default)
    {
        Counter counter = new(reader.Texts);
        long events = TraceScan.Run(reader, ref counter, progress, stop);
        return counter.ToResult(reader, events);
    }

    private struct Counter(TraceTexts texts) : ITraceObserver
    {
        private readonly TraceTexts _texts = texts;
        private readonly TraceMappings _mappings = new();
        private readonly PersistTracker _tracker = new();
        private readonly long[] _byKind = new long[16];
        private readonly long[] _epochSizes = new long[64];
        private readonly HashSet<int> _threads = [];
        private long[] _storesByText = new long[64];
        private long _straddling;
        private long _bytesStored;
        private long _dirtyLines;
        private long _repeatedLines;
        private long _cleanLines;
        private long _idleFences;
        private long _linesWritten;
        private long _blocksWritten;
        private long _epochs;
        private long _epochStores;
        private long _largestEpoch;
        private int _lastThread = -1;

        public void Take(in TraceEvent item, long index)
        {
            _byKind[(int)item.Kind]++;
            if (item.Thread != _lastThread) { _threads.Add(_lastThread = item.Thread); }
            switch (item.Kind)
            {
                case TraceEventKind.Store:
                case TraceEventKind.NonTemporalStore:
                case TraceEventKind.LockedStore:
                    Store(item);
                    break;
                case TraceEventKind.Flush:
                    Flush(item);
                    break;
                case TraceEventKind.Fence:
                    if (!_tracker.HasPending(item.Thread)) { _idleFences++; }
                    Fence(item.Thread);
                    break;
                case TraceEventKind.Map:
                    _mappings.Add(item, _texts);
                    break;
                default:
                    break;
            }
        }

        public TraceInfoResult ToResult(ITraceReader reader, long events)
        {
            EndEpoch();
            long neverFlushed = 0;
            long unflushedLines = 0;
            foreach (UnflushedLine line in _tracker.Unflushed())
            {
                neverFlushed += line.StoreCount;
                unflushedLines++;
            }
            return new TraceInfoResult
            {
                Trace = reader.Name,
                Events = events,
                Stores = Count(TraceEventKind.Store),
                NonTemporalStores = Count(TraceEventKind.NonTemporalStore),
                LockedStores = Count(TraceEventKind.LockedStore),
                Loads = Count(TraceEventKind.Load),
                Flushes = Count(TraceEventKind.Flush),
                Fences = Count(TraceEventKind.Fence),
                Markers = Count(TraceEventKind.Marker),
                FileRegistrations = Count(TraceEventKind.Map),
                DeepSyncs = Count(TraceEventKind.DeepSync),
                Crashes = Count(TraceEventKind.Crash),
                Threads = _threads.Count,
                Files = [.. _mappings.Files.Select(file => new TraceFileInfo(file.Name, file.LengthBytes))],
                BytesStored = _bytesStored,
                StraddlingStores = _straddling,
                LinesStored = _tracker.LineCount,
                FlushedDirtyLines = _dirtyLines,
                FlushedRepeatedLines = _repeatedLines,
                FlushedCleanLines = _cleanLines,
                FencesWithoutFlush = _idleFences,
                Epochs = _epochs,
                LargestEpochStores = _largestEpoch,
                EpochHistogram = [.. _epochSizes.Select((count, power) => new EpochBucket(1L << power, count)).Where(bucket => bucket.Count > 0)],
                StoresNeverFlushed = neverFlushed,
                StoresNeverPersisted = neverFlushed + _tracker.PendingStores,
                UnflushedLines = unflushedLines,
                WriteAmplification64 = Ratio(_linesWritten * CacheLine.Bytes, _bytesStored),
                WriteAmplification256 = Ratio(_blocksWritten * 4 * CacheLine.Bytes, _bytesStored),
                HotSites = Hottest(),
            };
        }

        private void Store(in TraceEvent item)
        {
            if (item.Kind == TraceEventKind.LockedStore) { Fence(item.Thread); }
            _bytesStored += (long)item.Length;
            _epochStores++;
            if (item.Text >= _storesByText.Length) { Array.Resize(ref _storesByText, Math.Max(item.Text + 1, _storesByText.Length * 2)); }
            _storesByText[item.Text]++;
            int first = TraceScan.BytesInFirstLine(item.Address, (int)item.Length);
            StoreToLine(item, item.Address);
            if (first < (int)item.Length)
            {
                _straddling++;
                StoreToLine(item, item.Address + (ulong)first);
            }
        }

        private readonly void StoreToLine(in TraceEvent item, ulong address)
        {
            ulong place = _mappings.PlaceOf(address);
            if (item.Kind == TraceEventKind.NonTemporalStore) { _tracker.StoreNonTemporal(place, item.Text, item.Thread); }
            else { _tracker.Store(place, item.Text); }
        }

        private void Flush(in TraceEvent item)
        {
            ulong line = _mappings.PlaceOf(item.FirstFlushedByte) >> CacheLine.Shift;
            FencedLines written = default;
            FlushedLines flushed = item.IsSynchronousFlush
                ? _tracker.FlushAtOnce(line, item.FlushedLines, out written)
                : _tracker.Flush(line, item.FlushedLines, item.Thread);
            CountWritten(written);
            _dirtyLines += flushed.Dirty;
            _repeatedLines += flushed.Repeated;
            _cleanLines += flushed.Clean;
        }

        private void Fence(int thread)
        {
            CountWritten(_tracker.Fence(thread));
            EndEpoch();
        }

        private void CountWritten(FencedLines written)
        {
            _linesWritten += written.Lines;
            _blocksWritten += written.Blocks;
        }

        private void EndEpoch()
        {
            if (_epochStores == 0) { return; }
            _epochs++;
            _largestEpoch = Math.Max(_largestEpoch, _epochStores);
            _epochSizes[BitOperations.Log2((ulong)_epochStores)]++;
            _epochStores = 0;
        }

        private readonly long Count(TraceEventKind kind) => _byKind[(int)kind];

        /// <summary>The places that store most: call stacks that differ only above the innermost line count as one.</summary>
        private readonly IReadOnlyList<TraceSite> Hottest()
        {
            Dictionary<string, long> bySite = [];
            for (int text = 0; text < Math.Min(_texts.Count, _storesByText.Length); text++)
            {
                if (_storesByText[text] == 0) { continue; }
                string site = text == 0 ? "no call stack recorded" : CallTrace.Parse(_texts[text]).Innermost.ToString();
                bySite[site] = bySite.GetValueOrDefault(site) + _storesByText[text];
            }
            return [.. bySite.OrderByDescending(site => site.Value).ThenBy(site => site.Key, StringComparer.Ordinal).Take(HotSites)
                .Select(site => new TraceSite(site.Key, site.Value))];
        }

        private static double Ratio(long part, long whole) => whole > 0 ? (double)part / whole : 0;
    }
}
