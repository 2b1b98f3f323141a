using System.Runtime.InteropServices;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>What a checker of traces looks for.</summary>
internal enum FindingKind
{
    UnflushedStore,
    UnfencedFlush,
    NotPersisted,
    NotOrdered,
    CrossFailureRace,
    CleanFlush,
    DoubleFlush,
    IdleFence,
}

/// <summary>Findings by kind and call stack: a site that errs a million times takes one row.</summary>
internal sealed class FindingTable
{
    private readonly Dictionary<(FindingKind Kind, int Text, int Rule), Row> _rows = [];

    /// <summary>The name of a kind, as users write it after <c>--ignore</c>.</summary>
    public static string NameOf(FindingKind kind) => kind switch
    {
        FindingKind.UnflushedStore => "unflushed store",
        FindingKind.UnfencedFlush => "unfenced flush",
        FindingKind.NotPersisted => "not persisted",
        FindingKind.NotOrdered => "not ordered",
        FindingKind.CrossFailureRace => "cross-failure race",
        FindingKind.CleanFlush => "flush of a clean line",
        FindingKind.DoubleFlush => "double flush",
        _ => "fence without flush",
    };

    /// <summary>Notes a finding.</summary>
    /// <param name="kind">What was found.</param>
    /// <param name="text">The call stack.</param>
    /// <param name="index">The event.</param>
    /// <param name="place">Where, or 0.</param>
    /// <param name="rule">The rule's line, or 0.</param>
    /// <param name="other">The call stack of another store that matters, or 0.</param>
    /// <param name="isNearby">Whether the call stack is that of a store nearby, because the event has none.</param>
    public void Add(FindingKind kind, int text, long index, ulong place, int rule = 0, int other = 0, bool isNearby = false)
    {
        ref Row row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, (kind, text, rule), out bool exists);
        if (!exists) { row = new Row { FirstEvent = index, Place = place, Other = other, IsNearby = isNearby }; }
        row.Count++;
    }

    /// <summary>The rows for people: errors first, then the most frequent; call stacks that look the same are one row.</summary>
    public IReadOnlyList<TraceFinding> ToFindings(TraceTexts texts, TraceMappings mappings, IReadOnlySet<FindingKind> ignored)
    {
        Dictionary<(FindingKind Kind, string Site, int Rule), TraceFinding> merged = [];
        foreach (((FindingKind kind, int text, int rule), Row row) in _rows.OrderBy(row => row.Value.FirstEvent).ThenBy(row => row.Key.Kind))
        {
            if (ignored.Contains(kind)) { continue; }
            string site = (row.IsNearby ? "after " : "") + Site(texts, text);
            if (merged.TryGetValue((kind, site, rule), out TraceFinding? known))
            {
                merged[(kind, site, rule)] = known with { Count = known.Count + row.Count };
                continue;
            }
            string detail = rule > 0 ? $"rule in line {rule}" : "";
            if (row.Other > 0) { detail += $"{(detail.Length > 0 ? "; " : "")}not durable: {Site(texts, row.Other)}"; }
            merged.Add((kind, site, rule), new TraceFinding(NameOf(kind), kind < FindingKind.CleanFlush, site, row.Count, row.FirstEvent,
                row.Place == 0 ? "" : mappings.Describe(row.Place), detail));
        }
        return [.. merged.OrderBy(row => row.Key.Kind).ThenByDescending(row => row.Value.Count).ThenBy(row => row.Value.FirstEvent).Select(row => row.Value)];
    }

    private static string Site(TraceTexts texts, int text) => text <= 0 ? "unknown place" : CallTrace.Parse(texts[text]).Describe();

    private struct Row
    {
        public long Count;
        public long FirstEvent;
        public ulong Place;
        public int Other;
        public bool IsNearby;
    }
}
