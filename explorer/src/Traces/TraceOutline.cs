using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>What must be known of a trace before it is explored: its files, and where exploration starts.</summary>
/// <param name="Files">All files of the trace.</param>
/// <param name="Part">The part to explore; without a marker to start after, the whole.</param>
internal sealed record TraceOutline(IReadOnlyList<TracedFile> Files, ExploredPart Part)
{
    /// <summary>Reads a trace once.</summary>
    /// <exception cref="InputException">The trace is damaged, or has no marker of the name that was asked for.</exception>
    public static TraceOutline Read(Func<ITraceReader> open, ExploredPart part)
    {
        using ITraceReader reader = open();
        Scan scan = new(reader.Texts, part);
        TraceScan.Run(reader, ref scan);
        if (part.From is { } from && !scan.HasStart) { throw new InputException($"{reader.Name}: there is no marker {from} to start after"); }
        if (part.Until is { } until && !scan.HasEnd) { throw new InputException($"{reader.Name}: there is no marker {until} to end before"); }
        return new TraceOutline(scan.Mappings.Files, part with { Whole = part.Whole || !scan.HasStart });
    }

    private struct Scan(TraceTexts texts, ExploredPart part) : ITraceObserver
    {
        public TraceMappings Mappings { get; } = new();

        public bool HasStart { get; private set; }

        public bool HasEnd { get; private set; }

        public void Take(in TraceEvent item, long index)
        {
            if (item.Kind == TraceEventKind.Map) { Mappings.Add(item, texts); }
            else if (item.Kind == TraceEventKind.Marker)
            {
                string name = texts[item.Text];
                HasEnd |= name == part.Until;
                HasStart |= part.StartsAfter(name);
            }
        }
    }
}
