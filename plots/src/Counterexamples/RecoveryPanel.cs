using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>What happened after the crash: recovery in brief, and its outcome beside the outcomes that would be correct.</summary>
internal sealed class RecoveryPanel
{
    private const int MaxSteps = 24;
    private const int MaxAllowed = 8;
    private const float Share = 0.56f;
    private const float TextRow = 17;

    private readonly IReadOnlyList<DigestedStep> _steps;
    private readonly VisibleSteps _visible;
    private readonly IReadOnlyList<string> _recovered;
    private readonly IReadOnlyList<IReadOnlyList<string>> _allowed;
    private readonly int _moreAllowed;
    private readonly LineChips _chips;
    private readonly float _width;

    /// <summary>Lays the panel out in a width.</summary>
    public RecoveryPanel(Counterexample example, LostWords lost, LineChips chips, float width)
    {
        _chips = chips;
        _width = width;
        _steps = DigestedStep.Of(example.Recovery, lost);
        _visible = new(_steps.Count, MaxSteps);
        _recovered = TextFit.Wrap(example.Recovered, 14, RightWidth - 20, bold: true, maxLines: 5);
        _allowed = [.. example.Allowed.Take(MaxAllowed).Select(a => TextFit.Wrap(a, PictureStyle.Body, RightWidth - 20, maxLines: 3))];
        _moreAllowed = example.Allowed.Count - _allowed.Count;
    }

    /// <summary>The height that the panel takes.</summary>
    public float Height => Math.Max(StepsHeight, OutcomeHeight);

    private float StepsHeight => PictureStyle.Heading + (Math.Max(1, _visible.RowCount) * PictureStyle.Row);

    private float OutcomeHeight =>
        PictureStyle.Heading + (_recovered.Count * 19) + 8 + 12 + PictureStyle.Heading +
        _allowed.Sum(a => (a.Count * TextRow) + 10) + (_moreAllowed > 0 || _allowed.Count == 0 ? TextRow : 0);

    private float RightWidth => _width - (_width * Share) - PictureStyle.Margin;

    /// <summary>Draws the panel with its top left corner at a point.</summary>
    public void Draw(Ink ink, float x, float y)
    {
        DrawSteps(ink, x, y, _width * Share);
        DrawOutcome(ink, x + (_width * Share) + PictureStyle.Margin, y);
    }

    private void DrawSteps(Ink ink, float x, float y, float width)
    {
        PictureStyle.Head(ink, "Recovery", "runs alone on the crash image; runs of loads in brief", x, y, width);
        float rows = y + PictureStyle.Heading;
        for (int i = 0; i < _steps.Count; i++)
        {
            if (!_visible.Shows(i)) { continue; }
            SKRect box = SKRect.Create(x, rows + (_visible.RowOf(i) * PictureStyle.Row) + 2, width, PictureStyle.Row - 4);
            DigestedStep step = _steps[i];
            if (step.IsCrash)
            {
                ink.Line(x, box.MidY, x + width, box.MidY, PictureStyle.Red, 3);
                ink.Pill("crash", x + ((width - Ink.PillWidth("crash", 12)) / 2), box.MidY, 12, PictureStyle.Red, SKColors.White);
            }
            else
            {
                new StepBox(step.Text, step.Label, step.Location, step.Line, step.IsStale ? "newest value lost" : "", step.IsStale).Draw(ink, _chips, box);
            }
        }
        if (_visible.GapRow >= 0)
        {
            float middle = rows + ((_visible.GapRow + 0.5f) * PictureStyle.Row);
            bool hidesCrash = _steps.Where((step, i) => step.IsCrash && !_visible.Shows(i)).Any();
            ink.Text($"… {_visible.HiddenCount} steps more{(hidesCrash ? ", a second crash among them" : "")} …", x + (width / 2), middle + 4, PictureStyle.Body, PictureStyle.Remark, side: TextSide.Middle);
        }
        if (_steps.Count == 0) { ink.Text("recovery took no step", x, rows + 15, PictureStyle.Body, PictureStyle.Remark); }
    }

    private void DrawOutcome(Ink ink, float x, float y)
    {
        PictureStyle.Head(ink, _steps.Count > 0 ? "Recovered" : "Outcome", "", x, y, RightWidth);
        float top = y + PictureStyle.Heading;
        SKRect box = SKRect.Create(x, top, RightWidth, (_recovered.Count * 19) + 8);
        ink.Fill(box, PictureStyle.PaleRed, 4);
        ink.Outline(box, PictureStyle.Red, 1.5f, 4);
        WriteAll(ink, _recovered, x + 10, top + 4, 19, 14, PictureStyle.Red, bold: true);

        top = box.Bottom + 12;
        PictureStyle.Head(ink, "Allowed", "any of these would have been correct", x, top, RightWidth);
        top += PictureStyle.Heading;
        foreach (IReadOnlyList<string> state in _allowed)
        {
            SKRect green = SKRect.Create(x, top, RightWidth, (state.Count * TextRow) + 6);
            ink.Fill(green, PictureStyle.PaleGreen, 4);
            ink.Outline(green, FigureStyle.Green, 1, 4);
            WriteAll(ink, state, x + 10, top + 3, TextRow, PictureStyle.Body, PictureStyle.Ink, bold: false);
            top = green.Bottom + 4;
        }
        if (_moreAllowed > 0 || _allowed.Count == 0)
        {
            string text = _moreAllowed > 0 ? $"… {_moreAllowed} more" : "no state is listed";
            ink.Text(text, x, top + 13, PictureStyle.Body, PictureStyle.Remark);
        }
    }

    private static void WriteAll(Ink ink, IReadOnlyList<string> lines, float x, float y, float pitch, float size, SKColor colour, bool bold)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            ink.Text(lines[i], x, y + (i * pitch) + (pitch / 2) + (size * 0.36f), size, colour, bold);
        }
    }
}
