using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Sim.Explorer.Traces;

/// <summary>Takes images from an engine and has workers check them, each on an image of its own.</summary>
/// <remarks>
/// An engine describes an image by its difference to the one before. Every worker follows all differences, which is cheap, and
/// brings its own image up to date only for the checks that it takes; so images are never copied, and the order in which
/// workers finish changes nothing in the result.
/// </remarks>
internal sealed class ImagePipeline : IImageSink, IDisposable
{
    private const int BatchesAhead = 4;

    private readonly UnitContents _contents;
    private readonly bool _countsSequences;
    private readonly long _maxImages;
    private readonly CancellationToken _stop;
    private readonly List<BlockingCollection<ImageBatch>> _queues = [];
    private readonly List<Thread> _threads = [];
    private readonly List<ulong> _places = [];
    private readonly List<int> _shown = [];
    private readonly ImageWeight _one = new();
    private ImageBatch _batch = new() { FirstImage = 0 };
    private PointDetail? _point;
    private Exception? _failure;
    private long _imageCount;
    private bool _isClosed;

    /// <summary>Starts the workers.</summary>
    /// <param name="checkers">One checker per worker.</param>
    /// <param name="contents">The contents of the units.</param>
    /// <param name="markers">The trace's markers.</param>
    /// <param name="findings">Takes what the checkers find.</param>
    /// <param name="claimCount">How many images a worker takes at a time.</param>
    /// <param name="countsSequences">Whether an image may stand for several sequences.</param>
    /// <param name="maxImages">After how many images to stop.</param>
    /// <param name="stop">Stops earlier.</param>
    public ImagePipeline(IReadOnlyList<ImageChecker> checkers, UnitContents contents, Func<MarkerPath> markers, ImageFindings findings,
        int claimCount, bool countsSequences, long maxImages, CancellationToken stop)
    {
        (_contents, _countsSequences, _maxImages, _stop) = (contents, countsSequences, maxImages, stop);
        LastWeight = _one;
        foreach (ImageChecker checker in checkers)
        {
            BlockingCollection<ImageBatch> queue = new(BatchesAhead);
            ImageWorker worker = new(checker, findings, markers, claimCount, stop);
            Thread thread = new(() => Work(worker, queue)) { IsBackground = true };
            _queues.Add(queue);
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Images taken so far.</summary>
    public long ImageCount => _imageCount;

    /// <summary>Whether images were left out because of the limit.</summary>
    public bool IsLimited { get; private set; }

    /// <inheritdoc/>
    public ImageWeight LastWeight { get; private set; }

    /// <inheritdoc/>
    public void Begin(CrashPoint point, IReadOnlyList<TracedUnit> units, int number)
    {
        List<UnitDetail> details = [];
        foreach (TracedUnit unit in units)
        {
            BoundStep bounds = unit.BoundsAt(number);
            if (bounds.Lower == bounds.Upper) { continue; }
            int[] positions = [.. Enumerable.Range(bounds.Lower, bounds.Upper - bounds.Lower + 1)];
            details.Add(new UnitDetail(unit.Index, unit.Place, [.. positions.Select(unit.ContentAt)], [.. positions.Select(unit.TextAt)]));
        }
        _point = new PointDetail(point, details);
        _batch.Points.Add(_point);
    }

    /// <inheritdoc/>
    public void Set(TracedUnit unit, int content)
    {
        while (_places.Count <= unit.Index)
        {
            _places.Add(0);
            _shown.Add(-1);
        }
        if (_shown[unit.Index] == content) { return; }
        _places[unit.Index] = unit.Place;
        _shown[unit.Index] = content;
        _batch.Operations.Add(unit.Index);
        _batch.Operations.Add(content);
    }

    /// <inheritdoc/>
    public bool Check()
    {
        if (_failure is not null || _stop.IsCancellationRequested) { return false; }
        if (_imageCount == _maxImages)
        {
            IsLimited = true;
            return false;
        }
        _batch.Operations.Add(ImageBatch.CheckMark);
        _batch.Operations.Add(_batch.Points.Count - 1);
        LastWeight = _countsSequences ? new ImageWeight() : _one;
        if (_countsSequences) { _batch.Weights.Add(LastWeight); }
        _batch.ImageCount++;
        _imageCount++;
        if (_batch.IsFull) { Send(); }
        return true;
    }

    /// <summary>Waits until everything is checked.</summary>
    public void Complete()
    {
        Send();
        Close();
        if (_failure is not null) { ExceptionDispatchInfo.Throw(_failure); }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        foreach (BlockingCollection<ImageBatch> queue in _queues) { queue.Dispose(); }
    }

    private void Send()
    {
        _batch.Contents = _contents.View;
        _batch.Places = [.. _places];
        foreach (BlockingCollection<ImageBatch> queue in _queues) { queue.Add(_batch); }
        _batch = new ImageBatch { FirstImage = _imageCount };
        if (_point is not null) { _batch.Points.Add(_point); }
    }

    private void Close()
    {
        if (_isClosed) { return; }
        _isClosed = true;
        foreach (BlockingCollection<ImageBatch> queue in _queues) { queue.CompleteAdding(); }
        foreach (Thread thread in _threads) { thread.Join(); }
    }

    private void Work(ImageWorker worker, BlockingCollection<ImageBatch> queue)
    {
        foreach (ImageBatch batch in queue.GetConsumingEnumerable())
        {
            // After a failure the queue is emptied, so that the engine never waits for a worker that is gone.
            if (_failure is not null) { continue; }
            try
            {
                worker.Check(batch);
            }
#pragma warning disable CA1031 // The failure is thrown again on the thread that asked.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
            }
        }
    }
}
