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
            case TraceEventKind.Flush:
                ulong place = _mappings.PlaceOf(item.FirstFlushedByte);
                if (item.FlushedLines == 1) { Places.Add(place); }
                ulong line = place >> CacheLine.Shift;
                FlushedLines flushed = item.IsSynchronousFlush ? _tracker.FlushAtOnce(line, item.FlushedLines, out _) : _tracker.Flush(line, item.FlushedLines, item.Thread);
                Count(item.Kind, text, flushed.Dirty == 0);
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

    /// <summary>The sites all of whose executions did nothing, whatever called them.</summary>
    public readonly IReadOnlyList<IdleStacks> Idle()
    {
        Dictionary<(TraceEventKind Kind, CallFrame Frame), List<(string Stack, Use Use)>> bySite = [];
        foreach (((TraceEventKind kind, int text), Use use) in _uses)
        {
            string stack = texts[text];
            ref List<(string, Use)>? stacks = ref CollectionsMarshal.GetValueRefOrAddDefault(bySite, (kind, CallTrace.Parse(stack).Innermost), out _);
            (stacks ??= []).Add((stack, use));
        }
        return [.. bySite.Where(site => site.Value.TrueForAll(stack => stack.Use.Idle == stack.Use.Executions))
            .Select(site => new IdleStacks(site.Key.Kind, site.Key.Frame, site.Value.Sum(stack => stack.Use.Executions), [.. site.Value.Select(stack => stack.Stack)]))];
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

/// <summary>A flush or fence site that never did anything.</summary>
/// <param name="Kind">Flush or fence.</param>
/// <param name="Frame">The place in the source.</param>
/// <param name="Executions">How often it executed.</param>
/// <param name="Stacks">The call stacks that lead there.</param>
internal sealed record IdleStacks(TraceEventKind Kind, CallFrame Frame, long Executions, IReadOnlyList<string> Stacks);
