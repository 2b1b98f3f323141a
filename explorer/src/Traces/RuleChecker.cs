using System.Runtime.InteropServices;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Holds a trace against rules: every target has a tracker of its own, which sees only the target's stores.</summary>
/// <remarks>After PMTest (Liu et al., ASPLOS 2019): a store persists in an interval that its flush and fence close; A is ordered before B if A's interval is closed when B's opens.</remarks>
internal sealed class RuleChecker
{
    private readonly IReadOnlyList<RuleTarget> _targets;
    private readonly IReadOnlyList<TraceRule> _rules;
    private readonly TraceTexts _texts;
    private readonly TraceMappings _mappings;
    private readonly FindingTable _findings;
    private readonly PersistTracker[] _trackers;
    private readonly bool[] _isSet;
    private readonly List<uint> _masksByText = [];

    /// <summary>Prepares rules for a trace.</summary>
    public RuleChecker(TraceRules rules, TraceTexts texts, TraceMappings mappings, FindingTable findings)
    {
        (_targets, _rules, _texts, _mappings, _findings) = (rules.Targets, rules.Rules, texts, mappings, findings);
        _trackers = [.. _targets.Select(_ => new PersistTracker())];
        _isSet = new bool[_targets.Count];
    }

    /// <summary>Takes one line's part of a store.</summary>
    public void Store(in TraceEvent item, ulong place, int lengthBytes, long index)
    {
        uint mask = TargetsOf(item.Text, place, lengthBytes);
        if (mask == 0) { return; }
        foreach (TraceRule rule in _rules)
        {
            if (rule.Kind == RuleKind.Persisted) { continue; }
            bool isFirst = (mask >> rule.First & 1) != 0;
            bool isSecond = (mask >> rule.Second & 1) != 0;
            if (rule.Kind == RuleKind.Ordered && isSecond) { Demand(rule.First, FindingKind.NotOrdered, rule, item, place, index); }
            if (rule.Kind == RuleKind.Commit && isFirst && item.Value != 0) { Demand(rule.Second, FindingKind.CrossFailureRace, rule, item, place, index); }
            if (rule.Kind == RuleKind.Commit && isSecond && !isFirst && _isSet[rule.First])
            {
                _findings.Add(FindingKind.CrossFailureRace, item.Text, index, place, rule.Line);
            }
        }
        for (int target = 0; target < _trackers.Length; target++)
        {
            if ((mask >> target & 1) == 0) { continue; }
            _isSet[target] = item.Value != 0;
            if (item.Kind == TraceEventKind.NonTemporalStore) { _trackers[target].StoreNonTemporal(place, item.Text, item.Thread); }
            else { _trackers[target].Store(place, item.Text); }
        }
    }

    /// <summary>Takes a flush.</summary>
    public void Flush(in TraceEvent item, ulong firstLine)
    {
        foreach (PersistTracker tracker in _trackers)
        {
            if (item.IsSynchronousFlush) { tracker.FlushAtOnce(firstLine, item.FlushedLines, out _); }
            else { tracker.Flush(firstLine, item.FlushedLines, item.Thread); }
        }
    }

    /// <summary>Takes a fence.</summary>
    public void Fence(int thread)
    {
        foreach (PersistTracker tracker in _trackers) { tracker.Fence(thread); }
    }

    /// <summary>Takes a marker.</summary>
    public void Mark(string name, long index)
    {
        foreach (TraceRule rule in _rules)
        {
            if (rule.IsDueAt(name)) { DemandAll(rule, index); }
        }
    }

    /// <summary>Ends the trace.</summary>
    public void Finish(long index)
    {
        foreach (TraceRule rule in _rules)
        {
            if (rule.IsDueAtEnd) { DemandAll(rule, index); }
        }
    }

    /// <summary>Whether a place belongs to a commit variable, which recovery may read at any time.</summary>
    public bool IsCommitVariable(ulong place) =>
        _rules.Any(rule => rule.Kind == RuleKind.Commit && (TargetsOf(0, place, 1) >> rule.First & 1) != 0);

    private void Demand(int target, FindingKind kind, TraceRule rule, in TraceEvent item, ulong place, long index)
    {
        if (!_trackers[target].HasUnpersisted) { return; }

        // Stores to one line persist in program order (px86-line): what waits in the same line comes first anyway.
        ulong line = place >> 6;
        foreach (UnflushedLine waiting in _trackers[target].Unflushed().Concat(_trackers[target].Unfenced()))
        {
            if (waiting.Place >> 6 == line) { continue; }
            _findings.Add(kind, item.Text, index, place, rule.Line, waiting.Text);
            return;
        }
    }

    private void DemandAll(TraceRule rule, long index)
    {
        PersistTracker tracker = _trackers[rule.First];
        if (!tracker.HasUnpersisted) { return; }
        foreach (UnflushedLine line in tracker.Unflushed().Concat(tracker.Unfenced()))
        {
            _findings.Add(FindingKind.NotPersisted, line.Text, index, line.Place, rule.Line);
        }
    }

    private uint TargetsOf(int text, ulong place, int lengthBytes)
    {
        uint mask = TargetsOfSite(text);
        if (!TraceMappings.IsInFile(place)) { return mask; }
        long offset = TraceMappings.OffsetOf(place);
        for (int target = 0; target < _targets.Count; target++)
        {
            RuleTarget range = _targets[target];
            if (range.File is not null && offset < range.End && offset + lengthBytes > range.Start && range.IsFile(_mappings.Files[TraceMappings.FileOf(place)].Name))
            {
                mask |= 1u << target;
            }
        }
        return mask;
    }

    private uint TargetsOfSite(int text)
    {
        while (_masksByText.Count <= text)
        {
            string frames = _texts[_masksByText.Count];
            uint mask = 0;
            for (int target = 0; target < _targets.Count; target++)
            {
                if (_targets[target].SiteText is { } site && frames.Contains(site, StringComparison.Ordinal)) { mask |= 1u << target; }
            }
            _masksByText.Add(mask);
        }
        return CollectionsMarshal.AsSpan(_masksByText)[text];
    }
}
