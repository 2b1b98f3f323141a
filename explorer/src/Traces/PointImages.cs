using System.Numerics;

namespace Sim.Explorer.Traces;

/// <summary>The images of one crash point that no earlier point of the same operation has.</summary>
/// <remarks>
/// The images of a point are a product: one content per unit. An image belongs to an earlier point as well exactly when each of
/// its contents does, so every content carries the set of earlier points that have it, and the intersection along a choice of
/// contents tells which points have the image. Counting merges choices with equal sets; enumeration leaves a subtree when some
/// earlier point has all of it. No image is stored for comparison.
/// </remarks>
/// <typeparam name="TSet">A set of earlier points as bits: <see cref="ulong"/> for up to 64 of them, else <see cref="BigInteger"/>.</typeparam>
internal sealed class PointImages<TSet>
    where TSet : struct, IBinaryInteger<TSet>
{
    private readonly List<TracedUnit> _units = [];
    private readonly List<int[]> _contents = [];
    private readonly List<TSet[]> _sets = [];
    private readonly int _firstEarlier;
    private readonly int _point;
    private readonly TSet _fixedSet;

    /// <summary>Prepares a point.</summary>
    /// <param name="units">The units of the operation.</param>
    /// <param name="point">The point's number.</param>
    /// <param name="firstEarlier">The first earlier point that can have an image in common with it.</param>
    /// <param name="onFixed">Told each unit with only one content at the point, and the content; may be null.</param>
    public PointImages(List<TracedUnit> units, int point, int firstEarlier, Action<TracedUnit, int>? onFixed)
    {
        (_point, _firstEarlier) = (point, firstEarlier);
        _fixedSet = (TSet.One << (point - firstEarlier)) - TSet.One;
        foreach (TracedUnit unit in units)
        {
            BoundStep now = unit.BoundsAt(point);
            int[] contents = DistinctContents(unit, now);
            if (contents.Length == 1)
            {
                onFixed?.Invoke(unit, contents[0]);
                if (!IsUnchangedSince(unit, firstEarlier)) { _fixedSet &= EarlierPointsWith(unit, contents[0]); }
                continue;
            }
            _units.Add(unit);
            _contents.Add(contents);
            _sets.Add([.. contents.Select(content => EarlierPointsWith(unit, content))]);
        }
    }

    /// <summary>How many images the point has that earlier points do not have.</summary>
    public UInt128 CountNew()
    {
        UInt128 all = 1;
        foreach (int[] contents in _contents) { all *= (uint)contents.Length; }
        if (_fixedSet == TSet.Zero) { return all; }
        Dictionary<TSet, UInt128> choices = new() { [_fixedSet] = 1 };
        foreach (TSet[] sets in _sets)
        {
            Dictionary<TSet, UInt128> next = [];
            foreach ((TSet chosen, UInt128 count) in choices)
            {
                foreach (TSet set in sets)
                {
                    TSet both = chosen & set;
                    if (both != TSet.Zero) { next[both] = next.GetValueOrDefault(both) + count; }
                }
            }
            choices = next;
        }
        foreach (UInt128 count in choices.Values) { all -= count; }
        return all;
    }

    /// <summary>Shows every image that earlier points do not have.</summary>
    /// <param name="set">Told the content of a unit, before the images that have it.</param>
    /// <param name="check">Told that the contents set so far are an image; returns false to stop.</param>
    /// <returns>False if stopped.</returns>
    public bool Enumerate(Action<TracedUnit, int> set, Func<bool> check)
    {
        int depthCount = _units.Count;
        TSet[] coveredFrom = CoveredFrom();
        TSet[] chosen = new TSet[depthCount + 1];
        int[] choice = new int[depthCount];
        chosen[0] = _fixedSet;
        if ((chosen[0] & coveredFrom[0]) != TSet.Zero) { return true; }
        if (depthCount == 0) { return check(); }
        int depth = 0;
        while (depth >= 0)
        {
            if (choice[depth] == _contents[depth].Length)
            {
                choice[depth--] = 0;
                continue;
            }
            int taken = choice[depth]++;
            chosen[depth + 1] = chosen[depth] & _sets[depth][taken];
            if ((chosen[depth + 1] & coveredFrom[depth + 1]) != TSet.Zero) { continue; }
            set(_units[depth], _contents[depth][taken]);
            if (depth + 1 < depthCount) { depth++; }
            else if (!check()) { return false; }
        }
        return true;
    }

    /// <summary>For every depth, the earlier points that have all contents of all units from there on.</summary>
    private TSet[] CoveredFrom()
    {
        TSet[] covered = new TSet[_units.Count + 1];
        covered[^1] = (TSet.One << (_point - _firstEarlier)) - TSet.One;
        for (int depth = _units.Count - 1; depth >= 0; depth--)
        {
            covered[depth] = _sets[depth].Aggregate(covered[depth + 1], (set, one) => set & one);
        }
        return covered;
    }

    private TSet EarlierPointsWith(TracedUnit unit, int content)
    {
        TSet points = TSet.Zero;
        int at = _firstEarlier;
        while (at < _point)
        {
            BoundStep bounds = unit.BoundsAt(at);
            int next = NextStep(unit, at);
            int end = Math.Min(next, _point);
            if (Contains(unit, bounds, content)) { points |= ((TSet.One << (end - at)) - TSet.One) << (at - _firstEarlier); }
            at = end;
        }
        return points;
    }

    private static int NextStep(TracedUnit unit, int point)
    {
        foreach (BoundStep step in unit.Steps)
        {
            if (step.Point > point) { return step.Point; }
        }
        return int.MaxValue;
    }

    private bool IsUnchangedSince(TracedUnit unit, int point) =>
        unit.BoundsAt(point) is var then && unit.BoundsAt(_point) is var now && then.Lower == now.Lower && then.Upper == now.Upper;

    private static bool Contains(TracedUnit unit, BoundStep bounds, int content)
    {
        for (int position = bounds.Lower; position <= bounds.Upper; position++)
        {
            if (unit.ContentAt(position) == content) { return true; }
        }
        return false;
    }

    private static int[] DistinctContents(TracedUnit unit, BoundStep bounds)
    {
        if (bounds.Lower == bounds.Upper) { return [unit.ContentAt(bounds.Lower)]; }
        List<int> contents = new(bounds.Upper - bounds.Lower + 1);
        for (int position = bounds.Lower; position <= bounds.Upper; position++)
        {
            int content = unit.ContentAt(position);
            if (!contents.Contains(content)) { contents.Add(content); }
        }
        return [.. contents];
    }
}
