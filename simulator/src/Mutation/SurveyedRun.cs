using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>What one execution of an operation does at its sites.</summary>
/// <param name="phase">What is executed.</param>
public sealed class SurveyedRun(SurveyPhases phase)
{
    private readonly Dictionary<Site, SurveyedSite> _sites = [];
    private readonly HashSet<int> _cleanLines = [];
    private Site? _lastStore;
    private bool _isPending = true;

    /// <summary>The sites reached so far.</summary>
    public IEnumerable<SurveyedSite> Sites => _sites.Values;

    /// <summary>A store happens.</summary>
    public void Store(Site site, PmemAddress address, int sizeBytes)
    {
        if (_lastStore is { } before) { _sites[before] = _sites[before] with { IsFollowedByStore = true }; }
        Reach(new SurveyedSite(site) { MaxSizeBytes = sizeBytes });
        _cleanLines.Remove(address.Line.Index);
        _lastStore = site;
        _isPending |= site.Kind == EventKind.NonTemporalStore;
    }

    /// <summary>A locked instruction happens.</summary>
    public void Exchange(Site site, PmemAddress address, int sizeBytes)
    {
        Reach(new SurveyedSite(site) { MaxSizeBytes = sizeBytes });
        _cleanLines.Remove(address.Line.Index);
        _lastStore = null;
        _isPending = false;
    }

    /// <summary>A range is flushed.</summary>
    public void Flush(Site site, PmemAddress address, long lengthBytes)
    {
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        int redundant = Enumerable.Range(first.Index, count).Count(line => !_cleanLines.Add(line));
        long end = first.Start.Offset + ((lengthBytes + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes);
        Reach(new SurveyedSite(site)
        {
            MaxLineCount = count,
            IsMissedUnaligned = end < address.Offset + lengthBytes,
            MaxRedundant = redundant + RedundantAt(site),
        });
        _lastStore = null;
        _isPending = true;
    }

    /// <summary>A fence happens.</summary>
    public void Fence(Site site)
    {
        Reach(new SurveyedSite(site) { MaxRedundant = (_isPending ? 0 : 1) + RedundantAt(site) });
        _lastStore = null;
        _isPending = false;
    }

    private int RedundantAt(Site site) => _sites.TryGetValue(site, out SurveyedSite? known) ? known.MaxRedundant : 0;

    private void Reach(SurveyedSite reached)
    {
        reached = reached with { Phases = phase, Count = 1 };
        _sites[reached.Site] = _sites.TryGetValue(reached.Site, out SurveyedSite? known) ? known.Merge(reached) : reached;
    }
}
