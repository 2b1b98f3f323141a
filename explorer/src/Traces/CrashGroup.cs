using System.Numerics;

namespace Sim.Explorer.Traces;

/// <summary>The crash points between two markers: the program is in the same operation at all of them, and images are compared among them.</summary>
internal sealed class CrashGroup
{
    // One less than the bits of a word, so that the set of all earlier points can be written as a difference.
    private const int MaxPointsPerWord = 63;

    private readonly List<CrashPoint> _points = [];
    private readonly List<TracedUnit> _units = [];

    /// <summary>The points in trace order, without those whose images the next one has as well.</summary>
    public IReadOnlyList<CrashPoint> Points => _points;

    /// <summary>The units that moved, or that were not settled, during the operation.</summary>
    public IReadOnlyList<TracedUnit> Units => _units;

    /// <summary>Adds a crash point.</summary>
    /// <param name="point">The point.</param>
    /// <param name="replacesLast">Whether it has all images of the last one, which is then left out.</param>
    /// <returns>Its number in the operation.</returns>
    public int Add(CrashPoint point, bool replacesLast)
    {
        if (replacesLast) { _points.RemoveAt(_points.Count - 1); }
        _points.Add(point);
        return _points.Count - 1;
    }

    /// <summary>Adds a unit, once.</summary>
    public void Add(TracedUnit unit)
    {
        if (unit.IsInGroup) { return; }
        unit.IsInGroup = true;
        _units.Add(unit);
    }

    /// <summary>
    /// Counts the images that differ in content or in the set of units stored to so far, without enumerating them.
    /// </summary>
    public BigInteger CountDistinct()
    {
        BigInteger count = 0;
        int[] earliest = EarliestInCommon();
        int runStart = 0;
        for (int point = 0; point < _points.Count; point++)
        {
            if (_points[point].TouchedCount != _points[runStart].TouchedCount) { runStart = point; }
            int first = Math.Max(earliest[point], runStart);
            count += point - first <= MaxPointsPerWord
                ? new PointImages<ulong>(_units, point, first, null).CountNew()
                : new PointImages<BigInteger>(_units, point, first, null).CountNew();
        }
        return count;
    }

    /// <summary>Shows every image with a new content to a sink, point by point.</summary>
    /// <returns>False if the sink wants no more.</returns>
    public bool Enumerate(IImageSink sink)
    {
        int[] earliest = EarliestInCommon();
        for (int point = 0; point < _points.Count; point++)
        {
            sink.Begin(_points[point], _units, point);
            bool goOn = point - earliest[point] <= MaxPointsPerWord
                ? new PointImages<ulong>(_units, point, earliest[point], sink.Set).Enumerate(sink.Set, sink.Check)
                : new PointImages<BigInteger>(_units, point, earliest[point], sink.Set).Enumerate(sink.Set, sink.Check);
            if (!goOn) { return false; }
        }
        return true;
    }

    /// <summary>Ends the operation: tells the sink what the units hold from now on, and readies them for the next one.</summary>
    public void Close(IImageSink? sink)
    {
        foreach (TracedUnit unit in _units)
        {
            unit.IsInGroup = false;
            unit.Trim();
            sink?.Set(unit, unit.ContentAt(unit.Lower));
        }
    }

    /// <summary>For every point, the first earlier one with which it can have an image in common.</summary>
    /// <remarks>
    /// Most units never return to a content that they have left. Once the guaranteed content of such a unit is beyond what it
    /// could hold at a point, no later image is an image of that point.
    /// </remarks>
    private int[] EarliestInCommon()
    {
        int[] earliest = new int[_points.Count];
        foreach (TracedUnit unit in _units)
        {
            if (!NeverReturns(unit)) { continue; }
            int candidate = 0;
            foreach (BoundStep step in unit.Steps)
            {
                int lower = step.Lower;
                while (lower > unit.Floor && unit.ContentAt(lower - 1) == unit.ContentAt(lower)) { lower--; }
                while (candidate < step.Point && unit.BoundsAt(candidate).Upper < lower) { candidate++; }
                earliest[step.Point] = Math.Max(earliest[step.Point], candidate);
            }
        }
        for (int point = 1; point < earliest.Length; point++) { earliest[point] = Math.Max(earliest[point], earliest[point - 1]); }
        return earliest;
    }

    private static bool NeverReturns(TracedUnit unit)
    {
        HashSet<int> left = [];
        int last = unit.ContentAt(unit.Floor);
        for (int position = unit.Floor + 1; position <= unit.Upper; position++)
        {
            int content = unit.ContentAt(position);
            if (content == last) { continue; }
            left.Add(last);
            if (left.Contains(content)) { return false; }
            last = content;
        }
        return true;
    }
}
