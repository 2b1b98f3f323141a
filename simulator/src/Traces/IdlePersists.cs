using System.Runtime.InteropServices;
using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>Finds the flushes and fences of a trace that never do anything, and the pages that the trace touches.</summary>
internal struct IdlePersists(TraceTexts texts) : ITraceObserver
{
    private readonly TraceMappings _mappings = new();
    private readonly PersistTracker _tracker = new();
    private readonly PersistSites _sites = new();
    private readonly Dictionary<(TraceEventKind Kind, int Text), Use> _uses = [];
    private readonly HashSet<ushort> _threads = [];
    private bool _hasStored;

    /// <summary>The pages that the trace touches.</summary>
    public TracePlaces Places { get; } = new();

    /// <summary>The threads, in order.</summary>
    public readonly IReadOnlyList<ushort> Threads => [.. _threads.Order()];

    /// <inheritdoc/>
    public void Take(in TraceEvent item, long index)
    {
        int text = _sites.TextOf(item);
        switch (item.Kind)
        {
            case TraceEventKind.Store or TraceEventKind.NonTemporalStore or TraceEventKind.LockedStore or TraceEventKind.Load:
                _threads.Add(item.Thread);
                Access(item);
                break;
            case TraceEventKind.Flush or TraceEventKind.DeepSync:
                ulong place = _mappings.PlaceOf(item.FirstFlushedByte);
                if (item.FlushedLines == 1) { Places.Add(place); }
                ulong line = place >> CacheLine.Shift;
                FlushedLines flushed = item.IsSynchronousFlush ? _tracker.FlushAtOnce(line, item.FlushedLines, out _) : _tracker.Flush(line, item.FlushedLines, item.Thread);
                if (item.Kind == TraceEventKind.Flush) { Count(item.Kind, text, flushed.Dirty == 0); }
                break;
            case TraceEventKind.Fence:
                Count(item.Kind, text, !_tracker.HasPending(item.Thread));
                _tracker.Fence(item.Thread);
                break;
            case TraceEventKind.Map:
                _mappings.Add(item, texts);
                break;
            default:
                break;
        }
    }

    /// <summary>The sites all of whose executions did nothing.</summary>
    public readonly IReadOnlyList<(TraceEventKind Kind, string Site, long Executions)> Idle()
    {
        Dictionary<(TraceEventKind, string), Use> bySite = [];
        foreach (((TraceEventKind kind, int text), Use use) in _uses)
        {
            ref Use sum = ref CollectionsMarshal.GetValueRefOrAddDefault(bySite, (kind, texts[text]), out _);
            sum = new Use(sum.Executions + use.Executions, sum.Idle + use.Idle);
        }
        return [.. bySite.Where(site => site.Value.Idle == site.Value.Executions).Select(site => (site.Key.Item1, site.Key.Item2, site.Value.Executions))];
    }

    private void Access(in TraceEvent item)
    {
        int first = TraceScan.BytesInFirstLine(item.Address, (int)item.Length);
        AccessLine(item, item.Address);
        if (first < (int)item.Length) { AccessLine(item, item.Address + (ulong)first); }
        if (item.Kind == TraceEventKind.LockedStore) { _tracker.Fence(item.Thread); }
        _hasStored |= item.IsStore;
    }

    private readonly void AccessLine(in TraceEvent item, ulong address)
    {
        ulong place = _mappings.PlaceOf(address);
        Places.Add(place);
        if (item.Kind == TraceEventKind.Load) { return; }
        if (item.Kind == TraceEventKind.NonTemporalStore) { _tracker.StoreNonTemporal(place, item.Text, item.Thread); }
        else { _tracker.Store(place, item.Text); }
    }

    private readonly void Count(TraceEventKind kind, int text, bool isIdle)
    {
        if (!_hasStored) { return; }
        ref Use use = ref CollectionsMarshal.GetValueRefOrAddDefault(_uses, (kind, text), out _);
        use = new Use(use.Executions + 1, use.Idle + (isIdle ? 1 : 0));
    }

    private readonly record struct Use(long Executions, long Idle);
}
