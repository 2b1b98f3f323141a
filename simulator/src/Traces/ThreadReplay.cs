using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>Makes the accesses of one traced thread on the timing model.</summary>
/// <param name="pmem">The simulated thread.</param>
/// <param name="places">Where the trace's places are in the mapping.</param>
/// <param name="times">Takes the times of operations.</param>
/// <param name="thread">The traced thread.</param>
internal sealed class ThreadReplay(TimedPmem pmem, TracePlaces places, OperationTimes times, ushort thread)
{
    private readonly TraceMappings _mappings = new();
    private readonly PersistSites _sites = new();
    private readonly List<CallFrame?> _frames = [];
    private bool _hasStored;

    /// <summary>Runs the thread's share of a trace.</summary>
    public void Run(Func<ITraceReader> open, CancellationToken stop)
    {
        using ITraceReader reader = open();
        TraceEvent[] batch = new TraceEvent[1024];
        while (reader.Read(batch) is int count and > 0)
        {
            stop.ThrowIfCancellationRequested();
            foreach (ref readonly TraceEvent item in batch.AsSpan(0, count))
            {
                if (item.Kind == TraceEventKind.Map) { _mappings.Add(item, reader.Texts); }
                else if (item.Thread == thread) { Take(item, reader.Texts); }
            }
        }
    }

    private void Take(in TraceEvent item, TraceTexts texts)
    {
        CallFrame site = FrameOf(_sites.TextOf(item), texts);
        _hasStored |= item.IsStore || item.Kind == TraceEventKind.Load;
        if (item.Kind == TraceEventKind.Marker) { times.Mark(texts[item.Text], pmem.Clock); }
        if (!_hasStored) { return; }
        switch (item.Kind)
        {
            case TraceEventKind.Store or TraceEventKind.NonTemporalStore or TraceEventKind.LockedStore or TraceEventKind.Load:
                // Only the lines matter to the timing model: an access is that of the aligned word with its first byte.
                int first = TraceScan.BytesInFirstLine(item.Address, (int)item.Length);
                Access(item, item.Address, site);
                if (first < (int)item.Length) { Access(item, item.Address + (ulong)first, site); }
                break;
            case TraceEventKind.Flush:
                Flush(item, site);
                break;
            case TraceEventKind.Fence:
                pmem.Fence("", (FenceKind)item.Variant, site.File, site.Line, site.Function);
                break;
            default:
                break;
        }
    }

    private void Access(in TraceEvent item, ulong address, CallFrame site)
    {
        if (!places.TryFind(_mappings.PlaceOf(address) & ~7UL, out PmemAddress word)) { return; }
        switch (item.Kind)
        {
            case TraceEventKind.Load:
                pmem.Load<ulong>(word, "", site.File, site.Line, site.Function);
                break;
            case TraceEventKind.NonTemporalStore:
                pmem.StoreNonTemporal(word, item.Value, "", site.File, site.Line, site.Function);
                break;
            case TraceEventKind.LockedStore:
                pmem.CompareExchange(word, 0UL, item.Value, "", site.File, site.Line, site.Function);
                break;
            default:
                pmem.Store(word, item.Value, "", site.File, site.Line, site.Function);
                break;
        }
    }

    private void Flush(in TraceEvent item, CallFrame site)
    {
        // A log does not tell which instruction it was; clwb is what programs for persistent memory prefer.
        FlushKind kind = item.Variant == 0 ? FlushKind.Clwb : (FlushKind)(item.Variant - 1);
        ulong first = _mappings.PlaceOf(item.FirstFlushedByte);
        ulong lengthBytes = Math.Min(item.FlushedLines << CacheLine.Shift, (ulong)places.LengthBytes);
        for (ulong at = 0; at < lengthBytes; at += CacheLine.Bytes)
        {
            if (places.TryFind(first + at, out PmemAddress line)) { pmem.Flush(line, CacheLine.Bytes, "", kind, site.File, site.Line, site.Function); }
        }
    }

    /// <summary>The frame of a call stack; the same strings every time, since sites are found by reference.</summary>
    private CallFrame FrameOf(int text, TraceTexts texts)
    {
        while (_frames.Count <= text) { _frames.Add(null); }
        return _frames[text] ??= CallTrace.Parse(texts[text]).Innermost;
    }
}
