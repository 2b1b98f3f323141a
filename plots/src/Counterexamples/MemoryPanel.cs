using System.Globalization;
using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The memory at the crash: for every word the oldest value that the crash could leave, the visible one, and what remained.</summary>
internal sealed class MemoryPanel
{
    private const int MaxRows = 56;
    private const float AddressWidth = 64;
    private const float ColumnHeading = 20;
    private const float LineGap = 4;
    private const float WidestColumn = 700;

    private readonly List<List<CrashedLine>> _columns;
    private readonly LineChips _chips;
    private readonly float _width;
    private readonly int _hiddenCount;

    /// <summary>Lays the panel out in a width; a wide panel has two columns of lines.</summary>
    public MemoryPanel(IReadOnlyList<CrashedLine> lines, LineChips chips, float width)
    {
        _chips = chips;
        _width = width;
        // Lines that lost something come first in importance, then those that recovery looked at; they are shown by address.
        List<CrashedLine> shown = [];
        int rows = 0;
        foreach (CrashedLine line in lines.OrderBy(l => l.Words.Any(w => w.Lost) ? 0 : l.ReadByRecovery ? 1 : 2).ThenBy(l => l.Line))
        {
            rows += RowCount(line);
            if (rows <= MaxRows || shown.Count == 0) { shown.Add(line); }
        }
        _hiddenCount = lines.Count - shown.Count;
        shown.Sort((a, b) => a.Line.CompareTo(b.Line));

        int shownRows = shown.Sum(RowCount);
        int left = 0;
        int leftCount = width <= WidestColumn ? shown.Count : shown.TakeWhile(l => (left += RowCount(l)) <= (shownRows + 1) / 2).Count();
        _columns = leftCount == shown.Count ? [shown] : [shown[..leftCount], shown[leftCount..]];
    }

    /// <summary>The height that the panel takes.</summary>
    public float Height =>
        PictureStyle.Heading + ColumnHeading + _columns.Max(c => c.Sum(l => (RowCount(l) * PictureStyle.Row) + LineGap)) +
        (_hiddenCount > 0 || _columns[0].Count == 0 ? PictureStyle.Row : 0);

    private float LinesWidth => _width <= WidestColumn ? _width : (_width - PictureStyle.Margin) / 2;

    private float ValueWidth => (LinesWidth - AddressWidth) / 3;

    /// <summary>Draws the panel with its top left corner at a point.</summary>
    public void Draw(Ink ink, float x, float y)
    {
        PictureStyle.Head(ink, "Memory at the crash", "8-byte words of 64-byte lines; struck: lost", x, y, _width);
        for (int i = 0; i < _columns.Count; i++)
        {
            float left = x + (i * (LinesWidth + PictureStyle.Margin));
            DrawColumnHeading(ink, left, y + PictureStyle.Heading);
            float row = y + PictureStyle.Heading + ColumnHeading;
            foreach (CrashedLine line in _columns[i]) { row = DrawLine(ink, line, left, row) + LineGap; }
        }
        string remark = _hiddenCount > 0 ? $"… {_hiddenCount} lines more" : _columns[0].Count == 0 ? "no line could lose anything" : "";
        ink.Text(remark, x + 4, y + Height - 6, PictureStyle.Body, PictureStyle.Remark);
    }

    private void DrawColumnHeading(Ink ink, float x, float y)
    {
        string[] values = ["oldest possible", "newest visible", "in the crash image"];
        ink.Text("word", x + 4, y + 13, PictureStyle.Small, PictureStyle.Remark);
        for (int i = 0; i < values.Length; i++)
        {
            ink.Text(values[i], Right(x, i), y + 13, PictureStyle.Small, PictureStyle.Remark, side: TextSide.Right);
        }
        ink.Line(x, y + 18, x + LinesWidth, y + 18, PictureStyle.Ink, 1.2f);
    }

    private float DrawLine(Ink ink, CrashedLine line, float x, float y)
    {
        float middle = y + (PictureStyle.Row / 2);
        ink.Fill(SKRect.Create(x, y + 1, LinesWidth, PictureStyle.Row - 2), PictureStyle.PaleBlue);
        _chips.Draw(ink, line.Line, x + 4, middle);
        string address = string.Create(CultureInfo.InvariantCulture, $"line {line.Line}, from 0x{line.Line * 64L:x}");
        ink.Text(address, x + 4 + LineChips.Width, middle + PictureStyle.Baseline, PictureStyle.Body, PictureStyle.Ink);
        if (line.ReadByRecovery)
        {
            const string Read = "read by recovery";
            ink.Pill(Read, x + LinesWidth - Ink.PillWidth(Read, PictureStyle.Small) - 3, middle, PictureStyle.Small, FigureStyle.Blue, SKColors.White);
        }
        foreach (CrashedWord word in line.Words)
        {
            y += PictureStyle.Row;
            DrawWord(ink, word, x, y);
        }
        return y + PictureStyle.Row;
    }

    private void DrawWord(Ink ink, CrashedWord word, float x, float y)
    {
        float baseline = y + (PictureStyle.Row / 2) + PictureStyle.Baseline;
        string address = string.Create(CultureInfo.InvariantCulture, $"0x{word.Address:x}");
        ink.Text(address, x + 4, baseline, PictureStyle.Body, PictureStyle.Remark);
        Write(ink, word.Before, Right(x, 0), baseline, PictureStyle.Ink, bold: false);
        float struck = Write(ink, word.Visible, Right(x, 1), baseline, word.Lost ? PictureStyle.Red : PictureStyle.Ink, bold: false);
        if (word.Lost)
        {
            float strike = baseline - PictureStyle.Baseline;
            ink.Line(Right(x, 1) - struck - 3, strike, Right(x, 1) + 3, strike, PictureStyle.Red, 1.2f);
        }
        Write(ink, word.Persisted, Right(x, 2), baseline, PictureStyle.Ink, bold: word.Lost);
        ink.Line(x, y + PictureStyle.Row, x + LinesWidth, y + PictureStyle.Row, FigureStyle.Grid, 0.8f);
    }

    private float Write(Ink ink, string value, float right, float baseline, SKColor colour, bool bold)
    {
        string text = TextFit.Clip(value, PictureStyle.Body, ValueWidth - 10, bold);
        ink.Text(text, right, baseline, PictureStyle.Body, colour, bold, TextSide.Right);
        return TextFit.Width(text, PictureStyle.Body, bold);
    }

    private float Right(float x, int column) => x + AddressWidth + ((column + 1) * ValueWidth) - 4;

    private static int RowCount(CrashedLine line) => 1 + line.Words.Count;
}
