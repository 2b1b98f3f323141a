using SkiaSharp;

namespace Sim.Plots;

/// <summary>One step as a box: the line's chip, what happened, the persist step's label, the source location.</summary>
/// <param name="Text">What happened; its first word is the instruction.</param>
/// <param name="Label">The persist step's label; may be empty.</param>
/// <param name="Location">Source file name and line; may be empty; shortened first where there is not enough room.</param>
/// <param name="Line">The cache line, or -1.</param>
/// <param name="Tag">What is special about it, in a word or two; or empty.</param>
/// <param name="IsLoss">Whether that is a loss: then the whole box is red.</param>
internal sealed record StepBox(string Text, string Label, string Location, int Line, string Tag = "", bool IsLoss = false)
{
    private const float Gap = 8;

    /// <summary>Draws the box.</summary>
    public void Draw(Ink ink, LineChips chips, SKRect box)
    {
        ink.Fill(box, IsLoss ? PictureStyle.PaleRed : SKColors.White, 3);
        ink.Outline(box, IsLoss ? PictureStyle.Red : PictureStyle.Rule, IsLoss ? 1.2f : 0.8f, 3);
        chips.Draw(ink, Line, box.Left + 4, box.MidY);

        float x = box.Left + 4 + LineChips.Width;
        float right = box.Right - 6;
        if (Tag.Length > 0)
        {
            right -= Ink.PillWidth(Tag, PictureStyle.Small);
            ink.Pill(Tag, right + 3, box.MidY, PictureStyle.Small, IsLoss ? PictureStyle.Red : PictureStyle.Remark, SKColors.White);
            right -= Gap / 2;
        }
        x += Write(ink, x, box.MidY, right - x) + Gap;

        float labelWidth = TextFit.Width(Label, PictureStyle.Small);
        // Where room is short the line number alone still leads to the code; the file is mostly that of the neighbours.
        int colon = Location.LastIndexOf(':');
        string location = colon < 0 || Fits(Location) ? Location : Location[colon..];
        float baseline = box.MidY + PictureStyle.Baseline;
        if (Fits(location))
        {
            ink.Text(location, right, baseline, PictureStyle.Small, PictureStyle.Remark, side: TextSide.Right);
            right -= TextFit.Width(location, PictureStyle.Small) + Gap;
        }
        ink.Text(TextFit.Clip(Label, PictureStyle.Small, right - x), x, baseline, PictureStyle.Small, FigureStyle.Blue);

        bool Fits(string text) => x + labelWidth + Gap + TextFit.Width(text, PictureStyle.Small) <= right;
    }

    private float Write(Ink ink, float x, float middle, float room)
    {
        int space = Text.IndexOf(' ', StringComparison.Ordinal);
        string instruction = space < 0 ? Text : Text[..space];
        string operands = space < 0 ? "" : Text[(space + 1)..];
        float wordWidth = TextFit.Width(instruction, PictureStyle.Body, bold: true);
        float operandX = operands.Length == 0 ? wordWidth : wordWidth + 4;
        string clipped = TextFit.Clip(operands, PictureStyle.Body, room - operandX);
        ink.Text(instruction, x, middle + PictureStyle.Baseline, PictureStyle.Body, PictureStyle.Ink, bold: true);
        ink.Text(clipped, x + operandX, middle + PictureStyle.Baseline, PictureStyle.Body, PictureStyle.Ink);
        return operandX + TextFit.Width(clipped, PictureStyle.Body);
    }
}
