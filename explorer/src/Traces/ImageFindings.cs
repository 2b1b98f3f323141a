using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Gathers the inconsistent images of an exploration, the first ones with what they lost.</summary>
/// <param name="maxDetailed">How many to describe.</param>
internal sealed class ImageFindings(int maxDetailed)
{
    private readonly Lock _lock = new();
    private readonly SortedList<long, Found> _first = [];
    private readonly SortedDictionary<string, List<ImageWeight>> _byReason = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _unweighted = [];
    private long _checkedCount;

    /// <summary>Images checked.</summary>
    public long CheckedCount => _checkedCount;

    /// <summary>Inconsistent images.</summary>
    public long InconsistentCount { get; private set; }

    /// <summary>Notes a verdict.</summary>
    /// <param name="image">The image's number.</param>
    /// <param name="point">Its crash point.</param>
    /// <param name="verdict">What the checker said.</param>
    /// <param name="weight">Its sequences, or null where images are not weighted.</param>
    /// <param name="contentOf">The content of a unit in the image.</param>
    public void Checked(long image, PointDetail point, ImageVerdict verdict, ImageWeight? weight, Func<int, int> contentOf)
    {
        Interlocked.Increment(ref _checkedCount);
        if (verdict.Reason is not { } reason) { return; }
        lock (_lock)
        {
            InconsistentCount++;
            if (weight is null) { _unweighted[reason] = _unweighted.GetValueOrDefault(reason) + 1; }
            else
            {
                if (!_byReason.TryGetValue(reason, out List<ImageWeight>? weights)) { _byReason.Add(reason, weights = []); }
                weights.Add(weight);
            }
            if (_first.Count == maxDetailed && image > _first.Keys[^1]) { return; }
            _first.Add(image, new Found(point, reason, [.. point.Units.Select(unit => contentOf(unit.Index))]));
            if (_first.Count > maxDetailed) { _first.RemoveAt(maxDetailed); }
        }
    }

    /// <summary>Inconsistent images, or sequences where images are weighted, by reason.</summary>
    public IReadOnlyDictionary<string, long> ByReason()
    {
        SortedDictionary<string, long> counts = new(_unweighted, StringComparer.Ordinal);
        foreach ((string reason, List<ImageWeight> weights) in _byReason) { counts[reason] = weights.Sum(weight => weight.Sequences); }
        return counts;
    }

    /// <summary>The first inconsistent images, described.</summary>
    public IReadOnlyList<InconsistentImage> Describe(TraceTexts texts, TraceMappings mappings, MarkerPath markers) =>
        [.. _first.Select(found => Describe(found.Key, found.Value, texts, mappings, markers))];

    private static InconsistentImage Describe(long image, Found found, TraceTexts texts, TraceMappings mappings, MarkerPath markers)
    {
        List<LostStores> lost = [];
        for (int i = 0; i < found.Contents.Length; i++)
        {
            UnitDetail unit = found.Point.Units[i];
            int kept = Array.LastIndexOf(unit.Contents, found.Contents[i]);
            int missing = unit.Contents.Length - 1 - kept;
            if (missing > 0) { lost.Add(new LostStores(mappings.Describe(unit.Place), missing, Site(texts, unit.Texts[kept + 1]))); }
        }
        CrashPoint point = found.Point.Point;
        return new InconsistentImage(image, found.Reason, point.EventIndex, point.What, Site(texts, point.Text), markers.OpenAfter(point.MarkerCount), lost);
    }

    private static string Site(TraceTexts texts, int text) => text == 0 ? "unknown place" : CallTrace.Parse(texts[text]).Describe();

    private sealed record Found(PointDetail Point, string Reason, int[] Contents);
}
