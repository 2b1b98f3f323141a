using System.Numerics;
using Sim.CacheModel;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Every crash state of a trace: at each crash point, any prefix of each unit's stores that what is guaranteed allows.</summary>
/// <remarks>
/// Crash points: before every fence and every marker, and after the last event; under a model where stores are durable at once,
/// before every store. All other moments have no image that one of these lacks.
/// </remarks>
internal sealed class ExactEngine : ITraceEngine
{
    private readonly TraceHistory _history;
    private readonly TraceTexts _texts;
    private readonly PersistencyModel _model;
    private readonly ExploredPart _part;
    private readonly BigInteger _maxStates;
    private readonly IImageSink? _sink;
    private readonly List<TracedUnit> _unrecorded = [];
    private CrashGroup _group = new();
    private BigInteger _product = 1;
    private bool _isRunning;
    private bool _hasEnded;
    private bool _hasRaised;

    /// <summary>Prepares an exploration.</summary>
    /// <param name="history">The trace's history, empty.</param>
    /// <param name="texts">The trace's texts.</param>
    /// <param name="model">The persistency model.</param>
    /// <param name="part">The part to explore; "the whole" must be resolved.</param>
    /// <param name="maxStates">Points with more states are counted and not enumerated.</param>
    /// <param name="sink">Takes the images, or null to count only.</param>
    public ExactEngine(TraceHistory history, TraceTexts texts, PersistencyModel model, ExploredPart part, BigInteger maxStates, IImageSink? sink)
    {
        (_history, _texts, _model, _part, _maxStates, _sink) = (history, texts, model, part, maxStates, sink);
        _isRunning = part.Whole;
    }

    /// <inheritdoc/>
    public MarkerPath Markers { get; } = new();

    /// <inheritdoc/>
    public long PointCount { get; private set; }

    /// <inheritdoc/>
    public BigInteger StateCount { get; private set; }

    /// <inheritdoc/>
    public BigInteger LargestPoint { get; private set; }

    /// <inheritdoc/>
    public BigInteger DistinctCount { get; private set; }

    /// <inheritdoc/>
    public long SkippedPointCount { get; private set; }

    /// <inheritdoc/>
    public bool IsStopped { get; private set; }

    /// <inheritdoc/>
    public bool HasStarted => _isRunning || _hasEnded;

    /// <inheritdoc/>
    public void Take(in TraceEvent item, long index)
    {
        if (_hasEnded) { return; }
        switch (item.Kind)
        {
            case TraceEventKind.Store:
            case TraceEventKind.NonTemporalStore:
                if (_model.PersistsWhenVisible) { Crash(index, "STORE"); }
                _history.Store(item);
                _hasRaised |= _model.PersistsWhenVisible;
                break;
            case TraceEventKind.LockedStore:
                Crash(index, "LOCKED STORE");
                _hasRaised |= _history.Fence(item.Thread);
                _history.Store(item);
                _hasRaised |= _model.PersistsWhenVisible;
                break;
            case TraceEventKind.Flush:
                if (item.IsSynchronousFlush) { Crash(index, "CLFLUSH"); }
                _hasRaised |= _history.Flush(item);
                break;
            case TraceEventKind.Fence:
                Crash(index, "FENCE");
                _hasRaised |= _history.Fence(item.Thread);
                break;
            case TraceEventKind.Map:
                _history.Mappings.Add(item, _texts);
                break;
            case TraceEventKind.Marker:
                Mark(_texts[item.Text], index);
                break;
            case TraceEventKind.Crash:
                // What follows is recovery from one crash; the images of the run end here.
                Finish(index);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void Finish(long index)
    {
        if (_hasEnded) { return; }
        Crash(index, "the end");
        CloseGroup();
        (_isRunning, _hasEnded) = (false, true);
    }

    private void Mark(string name, long index)
    {
        if (_isRunning && name == _part.Until)
        {
            Finish(index);
            return;
        }
        Crash(index, name);
        if (Markers.Pass(name) && _isRunning) { CloseGroup(); }
        if (!_isRunning && !_part.Whole && _part.StartsAfter(name)) { Start(); }
    }

    private void Start()
    {
        _isRunning = true;
        foreach (TracedUnit unit in _history.Units)
        {
            UpdateWidth(unit);
            unit.HasMoved = false;
            unit.Trim();
            _sink?.Set(unit, unit.ContentAt(unit.Lower));
            if (unit.Width > 1) { _unrecorded.Add(unit); }
        }
        _history.Moved.Clear();
    }

    private void Crash(long index, string what)
    {
        if (!_isRunning || IsStopped) { return; }
        foreach (TracedUnit unit in _history.Moved)
        {
            unit.HasMoved = false;
            UpdateWidth(unit);
            _unrecorded.Add(unit);
        }
        _history.Moved.Clear();
        PointCount++;
        StateCount += _product;
        LargestPoint = BigInteger.Max(LargestPoint, _product);
        if (_product > _maxStates)
        {
            SkippedPointCount++;
            return;
        }
        CrashPoint point = new(index, what, _history.LastText, Markers.Count, _history.Units.Count, _product);

        // Without a raised bound, a point has all images of the one before it.
        bool replacesLast = !_hasRaised && _group.Points.Count > 0 && _group.Points[^1].TouchedCount == point.TouchedCount;
        int number = _group.Add(point, replacesLast);
        foreach (TracedUnit unit in _unrecorded)
        {
            _group.Add(unit);
            unit.RecordBounds(number);
        }
        _unrecorded.Clear();
        _hasRaised = false;
    }

    private void UpdateWidth(TracedUnit unit)
    {
        if (unit.Width == unit.LastWidth) { return; }
        _product = _product / unit.LastWidth * unit.Width;
        unit.LastWidth = unit.Width;
    }

    private void CloseGroup()
    {
        if (_sink is null) { DistinctCount += _group.CountDistinct(); }
        else if (!IsStopped)
        {
            DistinctCount += _group.CountDistinct();
            IsStopped = !_group.Enumerate(_sink);
        }
        _group.Close(_sink);
        IReadOnlyList<TracedUnit> units = _group.Units;
        _group = new CrashGroup();
        _hasRaised = false;
        foreach (TracedUnit unit in units)
        {
            // A unit that is not settled takes part in the next operation from its first point on.
            if (unit.Width > 1 && !unit.HasMoved) { _unrecorded.Add(unit); }
        }
    }
}
