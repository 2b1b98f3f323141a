namespace Sim.Simulator.Traces;

/// <summary>A trace without the flushes and fences of some sites: what the program would have done without them.</summary>
/// <param name="inner">The trace.</param>
/// <param name="elided">The sites, as kind and call stack of <see cref="PersistSites"/>.</param>
public sealed class ElidedTrace(ITraceReader inner, IReadOnlySet<(TraceEventKind Kind, string Site)> elided) : ITraceReader
{
    private readonly PersistSites _sites = new();

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public TraceTexts Texts => inner.Texts;

    /// <inheritdoc/>
    public int Read(Span<TraceEvent> events)
    {
        // A batch may lose all its events, which does not end the trace.
        while (inner.Read(events) is int count and > 0)
        {
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                int text = _sites.TextOf(events[i]);
                bool isElided = events[i].Kind is TraceEventKind.Flush or TraceEventKind.Fence && elided.Contains((events[i].Kind, Texts[text]));
                if (!isElided) { events[kept++] = events[i]; }
            }
            if (kept > 0) { return kept; }
        }
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();
}
