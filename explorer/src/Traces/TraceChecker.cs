using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Checks a trace in one pass, in linear time, without looking at any crash image.</summary>
/// <remarks>
/// In the spirit of PMTest (Liu et al., ASPLOS 2019) and XFDetector (Liu et al., ASPLOS 2020). Errors: a store that is never
/// flushed, a flush that is never fenced, a broken rule, a cross-failure race (recovery reads what is not guaranteed to be
/// durable). Warnings: flushes and fences that do nothing. Fences before the first store are those of process start and are
/// not reported.
/// </remarks>
public static class TraceChecker
{
    /// <summary>The names of all findings.</summary>
    public static IReadOnlyList<string> KindNames { get; } = [.. Enum.GetValues<FindingKind>().Select(FindingTable.NameOf)];

    /// <summary>Checks a trace.</summary>
    /// <param name="reader">The trace, at its start.</param>
    /// <param name="rules">Rules, or null.</param>
    /// <param name="rulesFile">Their file, for the result.</param>
    /// <param name="ignoredKinds">Names of findings to leave out.</param>
    /// <param name="progress">Told now and then how many events were seen; may be null.</param>
    /// <param name="stop">Ends the check.</param>
    /// <exception cref="InputException">The trace is damaged.</exception>
    public static TraceCheckResult Check(ITraceReader reader, TraceRules? rules = null, string? rulesFile = null, IReadOnlyCollection<string>? ignoredKinds = null,
        Action<long>? progress = null, CancellationToken stop = default)
    {
        HashSet<FindingKind> ignored = [.. Enum.GetValues<FindingKind>().Where(kind => ignoredKinds?.Contains(FindingTable.NameOf(kind)) == true)];
        Checker checker = new(reader.Texts, rules);
        long events = TraceScan.Run(reader, ref checker, progress, stop);
        IReadOnlyList<TraceFinding> findings = checker.Finish(events, ignored);
        return new TraceCheckResult
        {
            Trace = reader.Name,
            Events = events,
            Rules = rulesFile,
            Findings = findings,
            Errors = findings.Where(finding => finding.IsError).Sum(finding => finding.Count),
            Warnings = findings.Where(finding => !finding.IsError).Sum(finding => finding.Count),
        };
    }

    private struct Checker : ITraceObserver
    {
        private readonly TraceTexts _texts;
        private readonly TraceMappings _mappings = new();
        private readonly PersistTracker _tracker = new();
        private readonly FindingTable _findings = new();
        private readonly HashSet<ulong> _rewritten = [];
        private readonly RuleChecker? _rules;
        private int _lastStore = -1;
        private bool _isRecovering;

        public Checker(TraceTexts texts, TraceRules? rules)
        {
            _texts = texts;
            _rules = rules is null ? null : new RuleChecker(rules, texts, _mappings, _findings);
        }

        public void Take(in TraceEvent item, long index)
        {
            switch (item.Kind)
            {
                case TraceEventKind.Store:
                case TraceEventKind.NonTemporalStore:
                case TraceEventKind.LockedStore:
                    Store(item, index);
                    break;
                case TraceEventKind.Flush:
                    Flush(item, index);
                    break;
                case TraceEventKind.Fence:
                    if (_lastStore >= 0 && !_tracker.HasPending(item.Thread)) { Report(FindingKind.IdleFence, item.Text, _lastStore, index, 0); }
                    Fence(item.Thread);
                    break;
                case TraceEventKind.Load:
                    if (_isRecovering) { RecoveryLoad(item, index); }
                    break;
                case TraceEventKind.Map:
                    _mappings.Add(item, _texts);
                    break;
                case TraceEventKind.Marker:
                    _rules?.Mark(_texts[item.Text], index);
                    break;
                case TraceEventKind.Crash:
                    _isRecovering = true;
                    break;
                default:
                    break;
            }
        }

        public readonly IReadOnlyList<TraceFinding> Finish(long events, IReadOnlySet<FindingKind> ignored)
        {
            _rules?.Finish(events);
            foreach (UnflushedLine line in _tracker.Unflushed()) { _findings.Add(FindingKind.UnflushedStore, line.Text, events, line.Place); }
            foreach (UnflushedLine line in _tracker.Unfenced()) { _findings.Add(FindingKind.UnfencedFlush, line.Text, events, line.Place); }
            return _findings.ToFindings(_texts, _mappings, ignored);
        }

        private void Store(in TraceEvent item, long index)
        {
            if (item.Kind == TraceEventKind.LockedStore) { Fence(item.Thread); }
            _lastStore = item.Text;
            int first = TraceScan.BytesInFirstLine(item.Address, (int)item.Length);
            StoreToLine(item, item.Address, first, index);
            if (first < (int)item.Length) { StoreToLine(item, item.Address + (ulong)first, (int)item.Length - first, index); }
        }

        private readonly void StoreToLine(in TraceEvent item, ulong address, int lengthBytes, long index)
        {
            ulong place = _mappings.PlaceOf(address);
            if (_isRecovering)
            {
                // What recovery writes itself it may read; the tracker keeps what the crash left.
                for (ulong word = place >> 3; word <= (place + (ulong)lengthBytes - 1) >> 3; word++) { _rewritten.Add(word); }
                return;
            }
            _rules?.Store(item, place, lengthBytes, index);
            if (item.Kind == TraceEventKind.NonTemporalStore) { _tracker.StoreNonTemporal(place, item.Text, item.Thread); }
            else { _tracker.Store(place, item.Text); }
        }

        private readonly void Flush(in TraceEvent item, long index)
        {
            if (_isRecovering) { return; }
            ulong place = _mappings.PlaceOf(item.FirstFlushedByte);
            ulong line = place >> CacheLine.Shift;
            FlushedLines flushed = item.IsSynchronousFlush
                ? _tracker.FlushAtOnce(line, item.FlushedLines, out _)
                : _tracker.Flush(line, item.FlushedLines, item.Thread);
            _rules?.Flush(item, line);
            if (flushed.Dirty > 0 || _lastStore < 0) { return; }
            FindingKind kind = flushed.Repeated > 0 ? FindingKind.DoubleFlush : FindingKind.CleanFlush;
            Report(kind, item.Text, flushed.LastStore >= 0 ? flushed.LastStore : _lastStore, index, place);
        }

        private readonly void Fence(int thread)
        {
            if (_isRecovering) { return; }
            _tracker.Fence(thread);
            _rules?.Fence(thread);
        }

        /// <summary>A load of recovery from a line that the crash did not have to leave as it was stored.</summary>
        private readonly void RecoveryLoad(in TraceEvent item, long index)
        {
            for (ulong at = 0; at < item.Length; at++)
            {
                ulong place = _mappings.PlaceOf(item.Address + at);
                if (_tracker.IsDurable(place) || _rewritten.Contains(place >> 3) || _rules?.IsCommitVariable(place) == true) { continue; }
                _findings.Add(FindingKind.CrossFailureRace, item.Text, index, place);
                return;
            }
        }

        /// <summary>Flushes and fences of a pmemcheck log have no call stack: a store nearby tells where they are.</summary>
        private readonly void Report(FindingKind kind, int text, int nearby, long index, ulong place) =>
            _findings.Add(kind, text != 0 ? text : nearby, index, place, isNearby: text == 0);
    }
}
