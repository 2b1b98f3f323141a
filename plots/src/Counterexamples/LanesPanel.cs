using System.Globalization;
using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The execution: a lane per thread, time downwards, and the crash as a cut through all of them.</summary>
internal sealed class LanesPanel
{
    private const int MaxRows = 60;
    private const int MaxTracks = 4;
    private const float Gutter = 30;
    private const float LaneGap = 10;
    private const float LaneHeading = 20;
    private const float TrackPitch = 7;
    private const float Cut = 34;

    private readonly Counterexample _example;
    private readonly IReadOnlyList<ExecutionStep> _steps;
    private readonly VisibleSteps _visible;
    private readonly IReadOnlyList<OperationSpan> _operations;
    private readonly IReadOnlyList<BufferedStore> _buffered;
    private readonly IReadOnlySet<int> _lost;
    private readonly LineChips _chips;
    private readonly float _width;
    private readonly int _laneCount;
    private readonly bool _hasCrash;

    /// <summary>Lays the panel out in a width.</summary>
    public LanesPanel(Counterexample example, LostWords lost, LineChips chips, float width)
    {
        _example = example;
        _chips = chips;
        _width = width;
        _hasCrash = example.Lines.Count + example.Recovery.Count > 0 || example.Steps.Any(s => s.Kind == "crash");
        _steps = [.. example.Steps.Where(s => s.Kind != "crash")];
        _visible = new(_steps.Count, MaxRows);
        _operations = OperationSpan.Find(_steps);
        _buffered = BufferedStore.Find(_steps);
        _lost = lost.LostStores(_steps, _buffered.Where(b => b.Drain == _steps.Count).Select(b => b.Store).ToHashSet());
        _laneCount = Math.Max(1, Math.Max(example.Threads, _steps.Select(s => s.Thread + 1).DefaultIfEmpty(0).Max()));
    }

    /// <summary>The height that the panel takes.</summary>
    public float Height => PictureStyle.Heading + LaneHeading + (Math.Max(1, _visible.RowCount) * PictureStyle.Row) + Cut;

    private float LaneWidth => (_width - Gutter - (LaneGap * (_laneCount - 1))) / _laneCount;

    /// <summary>Draws the panel with its top left corner at a point.</summary>
    public void Draw(Ink ink, float x, float y)
    {
        PictureStyle.Head(ink, "Execution", "time runs downwards; a bracket spans an operation; a hollow mark is where a buffered store becomes visible", x, y, _width);
        float top = y + PictureStyle.Heading;
        for (int lane = 0; lane < _laneCount; lane++) { DrawLaneHeading(ink, lane, LaneX(x, lane), top); }
        float rows = top + LaneHeading;
        foreach (OperationSpan operation in _operations) { DrawBracket(ink, operation, x, rows); }
        foreach (BufferedStore store in _buffered) { DrawBuffering(ink, store, x, rows); }
        for (int i = 0; i < _steps.Count; i++)
        {
            if (_visible.Shows(i)) { DrawStep(ink, i, x, rows); }
        }
        if (_visible.GapRow >= 0) { DrawGap(ink, x, Middle(rows, _visible.GapRow)); }
        if (_steps.Count == 0) { ink.Text(_hasCrash ? "the crash follows the setup at once" : "no step was taken", x + Gutter, rows + 14, PictureStyle.Body, PictureStyle.Remark); }
        DrawCut(ink, x, rows + (Math.Max(1, _visible.RowCount) * PictureStyle.Row));
    }

    private void DrawLaneHeading(Ink ink, int lane, float x, float y)
    {
        string name = $"thread {lane}";
        ink.Text(name, x, y + 13, PictureStyle.Body, PictureStyle.Ink, bold: true);
        float callsX = x + TextFit.Width(name, PictureStyle.Body, bold: true) + 7;
        string calls = lane < _example.Operations.Count ? string.Join(", ", _example.Operations[lane]) : "";
        ink.Text(TextFit.Clip(calls, PictureStyle.Body, x + LaneWidth - callsX), callsX, y + 13, PictureStyle.Body, PictureStyle.Remark);
        ink.Line(x, y + 18, x + LaneWidth, y + 18, PictureStyle.Ink, 1.2f);
    }

    private void DrawBracket(Ink ink, OperationSpan operation, float x, float rows)
    {
        float left = LaneX(x, operation.Thread);
        float from = rows + (_visible.RowOf(operation.First) * PictureStyle.Row) + 2;
        float to = rows + ((_visible.RowOf(operation.Last) + 1) * PictureStyle.Row) - 2;
        if (!operation.IsFinished) { to = rows + (_visible.RowCount * PictureStyle.Row) + (Cut / 2); }
        ink.Fill(new SKRect(left, from, left + LaneWidth, to), PictureStyle.PaleBlue);
        ink.Line(left + 1, from, left + 1, to, FigureStyle.Blue, 2);
        ink.Line(left, from, left + 9, from, FigureStyle.Blue, 2);
        if (operation.IsFinished) { ink.Line(left, to, left + 9, to, FigureStyle.Blue, 2); }
        else { ink.Text("pending", BoxLeft(x, operation.Thread), to - 5, PictureStyle.Small, FigureStyle.Blue); }
    }

    private void DrawBuffering(Ink ink, BufferedStore store, float x, float rows)
    {
        float track = TrackX(x, store);
        float from = Middle(rows, _visible.RowOf(store.Store));
        float to = store.Drain < _steps.Count ? Middle(rows, _visible.RowOf(store.Drain)) : rows + (_visible.RowCount * PictureStyle.Row) - 4;
        ink.Line(track, from, BoxLeft(x, store.Thread), from, PictureStyle.Ink, 1);
        ink.Line(track, from, track, to, PictureStyle.Ink, 1);
        if (store.Drain < _steps.Count && _visible.Shows(store.Drain))
        {
            ink.Polygon(PictureStyle.Ink, new(track - 3, to - 8.5f), new(track + 3, to - 8.5f), new(track, to - 3.5f));
        }
    }

    private void DrawStep(Ink ink, int index, float x, float rows)
    {
        ExecutionStep step = _steps[index];
        float middle = Middle(rows, _visible.RowOf(index));
        float lane = LaneX(x, step.Thread);
        ink.Text((index + 1).ToString(CultureInfo.InvariantCulture), x + Gutter - 8, middle + 3.6f, 10, PictureStyle.Remark, side: TextSide.Right);
        SKRect box = new(BoxLeft(x, step.Thread), middle - 8.5f, lane + LaneWidth - 3, middle + 8.5f);
        switch (step.Kind)
        {
            case "begin" or "return":
                bool isBegin = step.Kind == "begin";
                string text = TextFit.Clip(step.Text, PictureStyle.Body, LaneWidth - 16, bold: isBegin);
                ink.Text(text, isBegin ? lane + 9 : box.Left, middle + PictureStyle.Baseline, PictureStyle.Body, FigureStyle.Blue, bold: isBegin);
                break;
            case "drain":
                BufferedStore? store = _buffered.FirstOrDefault(b => b.Drain == index);
                ink.Disc(store is null ? TrackX(x, new(step.Thread, index, index, 0)) : TrackX(x, store), middle, 3.6f, PictureStyle.Ink, isFilled: false, 1.3f);
                ink.Text(TextFit.Clip(step.Text, 11, box.Width - 8), box.Left + 4, middle + 4, 11, PictureStyle.Remark);
                break;
            default:
                new StepBox(step.Text, step.Label, step.Location, step.Line, Tag(index), _lost.Contains(index)).Draw(ink, _chips, box);
                break;
        }
    }

    private string Tag(int index) =>
        _lost.Contains(index) ? "lost" : _buffered.Any(b => b.Store == index && b.Drain == _steps.Count) ? "still buffered" : "";

    private void DrawGap(Ink ink, float x, float middle)
    {
        ink.Fill(new SKRect(x, middle - 10, x + _width, middle + 10), SKColors.White);
        ink.Text($"… {_visible.HiddenCount} steps more …", x + (_width / 2), middle + 4, PictureStyle.Body, PictureStyle.Remark, side: TextSide.Middle);
    }

    private void DrawCut(Ink ink, float x, float y)
    {
        float middle = y + (Cut / 2);
        SKColor colour = _hasCrash ? PictureStyle.Red : PictureStyle.Remark;
        ink.Line(x, middle, x + _width, middle, colour, _hasCrash ? 3 : 1);
        string text = _hasCrash ? "crash" : "the execution ends here";
        ink.Pill(text, x + ((_width - Ink.PillWidth(text, 13)) / 2), middle, 13, colour, SKColors.White);
    }

    private float LaneX(float x, int lane) => x + Gutter + (Math.Max(0, lane) * (LaneWidth + LaneGap));

    private float BoxLeft(float x, int lane) => LaneX(x, lane) + 11 + (TrackCount(lane) * TrackPitch);

    private int TrackCount(int lane) =>
        Math.Min(MaxTracks, _buffered.Where(b => b.Thread == lane).Select(b => b.Track + 1).DefaultIfEmpty(0).Max());

    // The innermost track is nearest to the boxes, so that short stays do not cross long ones more than they must.
    private float TrackX(float x, BufferedStore store) =>
        BoxLeft(x, store.Thread) - 5 - (Math.Min(store.Track, MaxTracks - 1) * TrackPitch);

    private static float Middle(float rows, int row) => rows + ((row + 0.5f) * PictureStyle.Row);
}
