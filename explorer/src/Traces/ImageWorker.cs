namespace Sim.Explorer.Traces;

/// <summary>Follows the images of an exploration and checks those that it claims.</summary>
/// <param name="checker">The worker's image.</param>
/// <param name="findings">Takes what is inconsistent.</param>
/// <param name="markers">The trace's markers.</param>
/// <param name="claimCount">How many images to claim at a time.</param>
/// <param name="stop">Stops checking.</param>
internal sealed class ImageWorker(ImageChecker checker, ImageFindings findings, Func<MarkerPath> markers, int claimCount, CancellationToken stop)
{
    private readonly List<int> _changed = [];
    private int[] _wanted = [];
    private int[] _written = [];
    private bool[] _isChanged = [];

    /// <summary>Checks the worker's share of a batch.</summary>
    public void Check(ImageBatch batch)
    {
        Grow(batch.Places.Count);
        List<int> operations = batch.Operations;
        int claimed = batch.Claim(claimCount);
        int claimedEnd = claimed + claimCount;
        int image = 0;
        for (int i = 0; i < operations.Count; i += 2)
        {
            int unit = operations[i];
            if (unit != ImageBatch.CheckMark)
            {
                Want(unit, operations[i + 1]);
                continue;
            }
            if (image >= claimed && !stop.IsCancellationRequested)
            {
                CheckImage(batch, operations[i + 1], image);
                if (image + 1 == claimedEnd)
                {
                    claimed = batch.Claim(claimCount);
                    claimedEnd = claimed + claimCount;
                }
            }
            image++;
        }
    }

    private void Want(int unit, int content)
    {
        _wanted[unit] = content;
        if (_isChanged[unit]) { return; }
        _isChanged[unit] = true;
        _changed.Add(unit);
    }

    private void CheckImage(ImageBatch batch, int point, int image)
    {
        foreach (int unit in _changed)
        {
            _isChanged[unit] = false;
            if (_wanted[unit] == _written[unit]) { continue; }
            _written[unit] = _wanted[unit];
            checker.Write(batch.Places[unit], batch.Contents[_wanted[unit]]);
        }
        _changed.Clear();
        PointDetail detail = batch.Points[point];
        ImageVerdict verdict = checker.Check(new CheckContext(detail.Point, markers()), () => Restore(batch));
        ImageWeight? weight = batch.Weights.Count > 0 ? batch.Weights[image] : null;
        findings.Checked(batch.FirstImage + image, detail, verdict, weight, index => _written[index]);
    }

    private void Restore(ImageBatch batch)
    {
        for (int unit = 0; unit < _written.Length; unit++)
        {
            if (_written[unit] >= 0) { checker.Write(batch.Places[unit], batch.Contents[_written[unit]]); }
        }
    }

    private void Grow(int unitCount)
    {
        int known = _wanted.Length;
        if (unitCount <= known) { return; }
        Array.Resize(ref _wanted, unitCount);
        Array.Resize(ref _written, unitCount);
        Array.Resize(ref _isChanged, unitCount);
        _wanted.AsSpan(known).Fill(-1);
        _written.AsSpan(known).Fill(-1);
    }
}
